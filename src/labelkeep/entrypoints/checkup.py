"""What ``labelkeep doctor`` looks at."""

import os
import shutil
import sys
from typing import Any

from labelkeep.core.errors import LabelkeepError
from labelkeep.core.settings import Settings
from labelkeep.entrypoints import running, serving
from labelkeep.infra.sandbox import confinement
from labelkeep.plugins.keys.file import KIND as FILE_KEY

LITTLE_SPACE = 5 * 2**30


def examine(settings: Settings) -> list[dict[str, Any]]:
    """Return one line per thing: what, whether it is well, and what it says."""
    return [_python(), _space(settings), _key(settings), _sandbox(), transport(settings), _database(settings)]


def _line(what: str, ok: bool, says: str) -> dict[str, Any]:
    return {"what": what, "ok": ok, "says": says}


def _python() -> dict[str, Any]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return _line("python", sys.version_info >= (3, 11), f"{version} on {os.cpu_count()} cores")


def _space(settings: Settings) -> dict[str, Any]:
    free = shutil.disk_usage(settings.home).free
    return _line("disk", free > LITTLE_SPACE, f"{free // 2**30} GiB free for the home folder")


def _key(settings: Settings) -> dict[str, Any]:
    try:
        FILE_KEY.install(settings.home)
        wrapper = FILE_KEY.open(settings.home)
        wrapper.health()
    except LabelkeepError as error:
        return _line("master key", False, error.message)
    return _line("master key", True, wrapper.describe())


def _sandbox() -> dict[str, Any]:
    says = confinement()
    return _line("sandbox", sys.platform == "linux", says)


def transport(settings: Settings) -> dict[str, Any]:
    """Look at the server that runs from this home, or at what the settings would start."""
    server = running.found(settings.home)
    host = server.host if server else settings.host
    tls = server.tls if server else serving.transport_of(settings).describe()
    where = f"the server runs on {host}:{server.port}" if server else f"no server runs; it would listen on {host}"
    if tls:
        return _line("transport", True, f"{where}: {tls}")
    if serving.is_loopback(host):
        return _line(
            "transport", True, f"{where}: loopback without TLS, so cookies are not __Host- and there are no passkeys"
        )
    return _line(
        "transport",
        False,
        f"{where}, reachable by others: serve needs --tls-cert and --tls-key, --tls-self or --behind-proxy",
    )


def _database(settings: Settings) -> dict[str, Any]:
    try:
        with serving.database(settings):
            where = "LABELKEEP_DATABASE" if settings.database else "the embedded one in the home folder"
            return _line("database", True, f"reachable and at this version: {where}")
    except LabelkeepError as error:
        return _line("database", False, error.message)
