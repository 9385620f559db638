"""Writes a release in a process of its own and stops in the middle of a step, to be killed there."""

import json
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from labelkeep.access import jobs
from labelkeep.core.settings import Settings
from labelkeep.domain.releases import gathering
from labelkeep.domain.releases.writing import ReleaseJob
from labelkeep.entrypoints.assembly import assemble
from labelkeep.infra.db.roles import Urls


class Stopping(ReleaseJob):
    """Does what the real one does, and waits before the end of the third step."""

    steps = 0

    def step(self, access: Any, subject_id: UUID, cursor: dict[str, Any]) -> jobs.Step:
        made = super().step(access, subject_id, cursor)
        self.steps += 1
        if self.steps == 3:
            print("in the middle", flush=True)
            time.sleep(60)
        return made


if __name__ == "__main__":
    given = json.load(sys.stdin)
    gathering.PAGE_ROWS = 1
    gathering.STRETCH_ROWS = 1
    gathering.STEP_SECONDS = 0
    house = assemble(Settings(home=Path(given["home"])), Urls(**given["urls"]))
    jobs.run(house, {"release": Stopping()}, "release", UUID(given["job"]))
