"""A worker in a process of its own that takes a release from the queue and stops in the middle, to be killed there."""

import json
import sys
import time
from pathlib import Path

from labelkeep.access import jobs
from labelkeep.core.settings import Settings
from labelkeep.domain.releases import gathering
from labelkeep.entrypoints.assembly import assemble
from labelkeep.infra.db.roles import Urls
from labelkeep.infra.jobs import Queue
from tests.domain.releases.interrupted import Stopping

if __name__ == "__main__":
    given = json.load(sys.stdin)
    gathering.PAGE_ROWS, gathering.STRETCH_ROWS, gathering.STEP_SECONDS = 1, 1, 0
    house = assemble(Settings(home=Path(given["home"])), Urls(**given["urls"]))
    handlers = {"release": Stopping()}
    Queue(house.urls, handlers, lambda kind, job: jobs.run(house, handlers, kind, job)).start()
    time.sleep(120)
