"""One more HTTP process of the same server: same socket, own connections, no background work."""

import socket
import sys
from pathlib import Path

from labelkeep.core.settings import Settings
from labelkeep.entrypoints import logging, serving


def main(arguments: list[str]) -> None:
    """Serve on an inherited socket until told to stop."""
    logging.configure()
    fd, given, certificate, key, own, proxy = arguments
    settings = Settings.model_validate_json(given).model_copy(update={"database": Settings().database})
    transport = serving.Transport(
        Path(certificate) if certificate else None, Path(key) if key else None, bool(own), proxy or None
    )
    with socket.socket(fileno=int(fd)) as listening, serving.opened(settings) as house:
        app = serving.application(house, settings, transport)
        server = serving.server_of(app, settings, transport)
        serving.settle_memory()
        server.run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1:])
