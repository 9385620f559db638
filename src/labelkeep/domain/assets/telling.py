"""What the report says of an import's pictures, and how far their files came."""

from uuid import UUID

from sqlalchemy import select

from labelkeep.access.capabilities import Import
from labelkeep.access.doors import Access
from labelkeep.domain.assets import actions, names, reporting
from labelkeep.domain.assets.actions import Mark
from labelkeep.domain.assets.candidates import Candidate, Made
from labelkeep.domain.assets.intake import Remark
from labelkeep.domain.assets.tables import ImportRow, PartRow

_SAME = ("ok", "asset.already_there", "This picture is here already; it was kept as it is.")
_OTHER = (
    "refused",
    "asset.name_taken",
    "Another picture of this name is here; it was kept. Import from the folder above, or give this one another name.",
)
_SAME_FOLDER = ("ok", "asset.already_there", "The asset of this folder is here already; it was kept as it is.")
_OTHER_FOLDER = (
    "refused",
    "asset.name_taken",
    "An asset of this folder's name is here with other pictures; it was kept. Give the folder another name.",
)


def tell_made(access: Access[Import], row: ImportRow, fresh: list[Candidate]) -> None:
    """Say of each file what was made of it, or would be."""
    remarks = [_said(one, place, part) for one in fresh for place, part in enumerate(one.pictures)]
    actions.mark_files(access, [_mark(row, one, part) for one in fresh for part in one.pictures])
    reporting.write(access, row.id, remarks)
    refused = sum(remark.level == "refused" for remark in remarks)
    actions.progress(access, row.id, assets=sum(one.state is not None for one in fresh), refused=refused)


def tell_there(access: Access[Import], row: ImportRow, there: list[Candidate], known: dict[str, UUID]) -> None:
    """Say of names that the project has already whether they are the same pictures; what is here stays."""
    found = access.rows(
        select(PartRow.asset_id, PartRow.source_sha256, PartRow.id)
        .where(PartRow.asset_id.in_(list(known.values())))
        .order_by(PartRow.position)
    )
    parts: dict[UUID, list[tuple[bytes, UUID]]] = {}
    for asset_id, digest, part_id in found:
        parts.setdefault(asset_id, []).append((bytes(digest), part_id))
    remarks: list[Remark] = []
    marks: list[Mark] = []
    for one in there:
        asset_id = known[one.name]
        here = parts.get(asset_id, [])
        # of a broken asset nothing is here to hold the file against
        same = not here or [digest for digest, _ in here] == [part.source_sha256 for part in one.pictures]
        words = (_SAME_FOLDER if same else _OTHER_FOLDER) if one.grouped else (_SAME if same else _OTHER)
        for place, part in enumerate(one.pictures):
            part_id = here[place][1] if same and here else None
            state = "done" if same else "refused"
            marks.append(Mark(part.file.id, state, None, asset_id if same else None, part_id))
            remarks.append(Remark(part.file.name, *words))
    actions.mark_files(access, marks)
    reporting.write(access, row.id, remarks)
    actions.progress(access, row.id, refused=sum(remark.level == "refused" for remark in remarks))


def _mark(row: ImportRow, one: Candidate, part: Made) -> Mark:
    refused = one.state is None or (part.error is not None and not part.broken)
    if refused or row.dry_run:
        return Mark(part.file.id, "refused" if refused else "done")
    return Mark(part.file.id, "done", None, one.asset_id, part.part_id if one.parts else None)


def _said(one: Candidate, place: int, part: Made) -> Remark:
    name = part.file.name
    if part.error is not None:
        marked = " The asset is marked broken." if one.state else ""
        return Remark(name, "refused", part.error.code, part.error.message + marked)
    if one.state == "broken":
        message = f"Another picture of {names.shown(one.name)} cannot be read, so this asset is marked broken."
        return Remark(name, "warning", "asset.part_missing", message)
    width, height, pages = part.size
    of = f" Part {place + 1} of {len(one.pictures)} of {names.shown(one.name)}." if one.grouped else ""
    more = f", {pages} pages" if pages > 1 else ""
    return Remark(name, "ok", "asset.imported", f"{width} x {height} pixels{more}.{of}")
