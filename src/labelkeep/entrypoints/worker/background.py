"""The work beside requests, inside ``serve`` by default and as ``labelkeep worker`` elsewhere. Any number may run."""

import threading
from pathlib import Path
from secrets import token_bytes

import psycopg
import structlog

from labelkeep.access.jobs import Handler, run
from labelkeep.core.errors import LabelkeepError
from labelkeep.infra.house import House
from labelkeep.infra.jobs import Queue
from labelkeep.infra.ledger.notes import Signer
from labelkeep.infra.ledger.sequencer import Sequencer
from labelkeep.infra.ledger.source_postgres import PostgresSource
from labelkeep.infra.ledger.tiles import TileStore

log = structlog.get_logger()
LOG_NAME = "labelkeep"
SWEEP_EVERY = 5.0
PAUSE = 0.5


def ledger_folder(home: Path) -> Path:
    """Return where the ledger's public files lie."""
    return home / "ledger"


def signer_of(home: Path) -> Signer:
    """Return the signer of this log; its key is made once and is not the master key."""
    path = home / "secrets" / "ledger.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_suffix(".new")
        made.touch(mode=0o600)
        made.write_bytes(token_bytes(32))
        made.rename(path)
    return Signer.from_seed(f"{LOG_NAME}/{_origin_id(path)}", path.read_bytes())


def _origin_id(path: Path) -> str:
    # one installation, one log: the name tells logs apart without saying where they run
    return Signer.from_seed(LOG_NAME, path.read_bytes()).verifier.key_id.hex()


class Background:
    """The queue, the sequencer and the sweeper of one process."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stop = threading.Event()
        handlers: dict[str, Handler] = house.parts["jobs"]
        self._queue = Queue(house.urls, handlers, lambda kind, job_id: run(house, handlers, kind, job_id))
        self._threads = [
            threading.Thread(target=self._sequence, name="labelkeep-sequencer", daemon=True),
            threading.Thread(target=self._sweep, name="labelkeep-sweeper", daemon=True),
        ]

    def start(self) -> None:
        """Start all of it."""
        self._queue.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop in order; a job's running step ends first."""
        self._stop.set()
        self._queue.stop()
        for thread in self._threads:
            thread.join(10)

    def _sequence(self) -> None:
        while not self._stop.is_set():
            try:
                with psycopg.connect(self._house.urls.conninfo("sequencer"), autocommit=True) as connection:
                    self._lead(connection)
            except (psycopg.OperationalError, LabelkeepError) as error:
                # a rolled-back or forked log is said again and again until the operator has dealt with it
                log.error("sequencer.stopped", error=str(error))
                self._stop.wait(5)

    def _lead(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        home = self._house.settings.home
        sequencer = Sequencer(TileStore(ledger_folder(home)), signer_of(home), PostgresSource(connection))
        sequencer.run(self._stop, PAUSE)

    def _sweep(self) -> None:
        while not self._stop.wait(SWEEP_EVERY):
            for name, task in list(self._house.parts["sweeps"].items()):
                try:
                    task(self._house)
                except Exception:  # a failed sweep is tried again, and must not end the others
                    log.exception("sweep.failed", task=name)
