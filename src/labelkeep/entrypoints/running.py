"""What a running server says of itself in its home folder: flags of ``serve`` are seen nowhere else."""

import json
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from labelkeep.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Running:
    """Process id, address and who ends TLS (empty: nobody)."""

    pid: int
    host: str
    port: int
    tls: str


def _place(home: Path) -> Path:
    return home / "serving.json"


@contextmanager
def told(settings: Settings, tls: str) -> Generator[None]:
    """Say it while the block runs."""
    place = _place(settings.home)
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(Running(os.getpid(), settings.host, settings.port, tls))), encoding="utf-8")
    fresh.rename(place)
    try:
        yield
    finally:
        place.unlink(missing_ok=True)


def found(home: Path) -> Running | None:
    """Return what the server of a home says of itself; None when none runs, also after it was killed."""
    with suppress(OSError, ValueError, TypeError):
        said = Running(**json.loads(_place(home).read_text(encoding="utf-8")))
        with suppress(PermissionError):  # it runs, as another account
            os.kill(said.pid, 0)
        return said
    return None
