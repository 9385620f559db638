"""The job that imports: phases one after the other, in turns of about a second that a kill may repeat."""

from typing import Any
from uuid import UUID

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.access.jobs import Step
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.assets import actions
from labelkeep.domain.assets.annotations import Annotations
from labelkeep.domain.assets.findings import Readers
from labelkeep.domain.assets.intake import Labels, Media, Tasks
from labelkeep.domain.assets.listing import Listing, Looking
from labelkeep.domain.assets.media import Pictures
from labelkeep.domain.assets.opening import Opening
from labelkeep.domain.assets.phases import Phase
from labelkeep.domain.assets.tables import ImportRow


class ImportJob:
    """The handler of jobs of the kind ``import``; see ``access.jobs.Handler``."""

    capability = Import

    def __init__(self, media: Media, readers: Readers, labels: Labels, tasks: Tasks) -> None:
        self._phases: dict[str, Phase] = {
            "listing": Listing(),
            "looking": Looking(media),
            "pictures": Pictures(media),
            "labels": Annotations(media, readers, labels),
            "opening": Opening(tasks),
        }

    def step(self, access: Access[Any], subject_id: UUID, cursor: dict[str, Any]) -> Step:
        """Do one turn of the phase at hand."""
        row = access.get(ImportRow, subject_id)
        if row.state not in ("queued", "running"):
            return Step(finished=True, message="The import has ended.")
        name = cursor.get("phase", next(iter(self._phases)))
        turn = self._phases[name].turn(access, row, cursor.get("at", 0))
        if turn.at is not None:
            return Step({"phase": name, "at": turn.at}, turn.done, turn.total, turn.message)
        following = self._after(name)
        if following is not None:
            return Step({"phase": following, "at": 0}, turn.done, turn.total, turn.message)
        return self._finish(access, subject_id)

    def failed(self, access: Access[Any], subject_id: UUID, error: LabelkeepError | None) -> None:
        """Say in the report what was kept, and put the import into its last state."""
        row = access.get(ImportRow, subject_id, lock=True)
        for phase in self._phases.values():
            phase.forget(row)
        actions.stop(access, row, error)

    def _finish(self, access: Access[Any], subject_id: UUID) -> Step:
        access.flush()
        row = access.get(ImportRow, subject_id, lock=True)
        for phase in self._phases.values():
            phase.forget(row)
        actions.finish(access, row, "done")
        message = f"{row.assets_made} pictures, {row.objects_made} objects, {row.refused} refused."
        return Step({}, row.files, row.files, message, finished=True)

    def _after(self, name: str) -> str | None:
        names = list(self._phases)
        place = names.index(name) + 1
        return names[place] if place < len(names) else None
