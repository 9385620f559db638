"""Serving: database, migrations, background work and HTTP in one command; TLS or a reason why not."""

import gc
import ipaddress
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from labelkeep.core.errors import Invalid
from labelkeep.core.settings import Settings
from labelkeep.entrypoints import running
from labelkeep.entrypoints.assembly import assemble
from labelkeep.entrypoints.certificates import self_signed
from labelkeep.entrypoints.http.app import armoured, create_app
from labelkeep.entrypoints.migrating import migrate
from labelkeep.entrypoints.worker.background import Background
from labelkeep.infra.db.embedded import Embedded
from labelkeep.infra.db.roles import Urls, ensure_roles
from labelkeep.infra.house import House

Say = Callable[[str], None]


def _silent(_word: str) -> None:
    """Say nothing."""


class TransportMissing(Invalid):
    """A server that others can reach needs TLS, by itself or by a proxy before it."""

    code = "serve.transport_missing"


@dataclass(frozen=True, slots=True)
class Transport:
    """How browsers reach the server."""

    certificate: Path | None = None
    key: Path | None = None
    self_signed: bool = False
    behind_proxy: str | None = None
    """Network of the proxy in CIDR form; only it may say who the client is."""

    @property
    def encrypted(self) -> bool:
        """Whether this process itself speaks TLS."""
        return self.self_signed or self.certificate is not None

    def describe(self) -> str:
        """Say in words who ends TLS; empty when nobody does."""
        if self.behind_proxy and not self.encrypted:
            return f"TLS by a proxy in {self.behind_proxy}"
        if self.self_signed:
            return "TLS with a certificate of its own authority"
        return f"TLS with {self.certificate}" if self.certificate else ""


def transport_of(settings: Settings) -> Transport:
    """Return the choice that the settings hold."""
    return Transport(settings.tls_cert, settings.tls_key, settings.tls_self, settings.behind_proxy)


def prepare_home(home: Path) -> Path:
    """Make the home folder with its private parts and return it resolved."""
    resolved = home.absolute()
    resolved.mkdir(parents=True, exist_ok=True)
    for name in ("secrets", "ledger", "blobs"):
        (resolved / name).mkdir(mode=0o700, exist_ok=True)
    return resolved


@contextmanager
def database(settings: Settings, say: Say = _silent) -> Generator[Urls]:
    """Have a migrated database: the one that is named, or the embedded one, started or adopted."""
    if settings.database is not None:
        urls = ensure_roles(settings.database.get_secret_value(), settings.home / "secrets")
        migrate(urls)
        yield urls
        return
    with Embedded(settings.home, say) as embedded:
        urls = ensure_roles(embedded.conninfo, embedded.secrets)
        migrate(urls)
        yield urls


@contextmanager
def opened(settings: Settings, say: Say = _silent) -> Generator[House]:
    """Have a whole house for console commands."""
    with database(settings, say) as urls:
        house = assemble(settings, urls)
        try:
            yield house
        finally:
            house.close()


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_transport(settings: Settings, transport: Transport) -> None:
    """Refuse to listen for others without TLS: a browser would drop secure cookies, passkeys and threads."""
    if is_loopback(settings.host) or transport.encrypted or transport.behind_proxy:
        return
    raise TransportMissing(
        f"{settings.host} is reachable by others: give --tls-cert and --tls-key, --tls-self, or --behind-proxy CIDR."
    )


def origins(settings: Settings, transport: Transport) -> frozenset[str]:
    """Return the origins that browsers may come from."""
    scheme = "https" if transport.encrypted or transport.behind_proxy else "http"
    names = {settings.host}
    if is_loopback(settings.host):
        names |= {"127.0.0.1", "localhost"}
    made = {f"{scheme}://{name}:{settings.port}" for name in names}
    if settings.port == (443 if scheme == "https" else 80):
        made |= {f"{scheme}://{name}" for name in names}
    return frozenset(made | ({settings.public_origin.rstrip("/")} if settings.public_origin else set()))


def origin_of(settings: Settings, transport: Transport) -> str:
    """Return the origin that is printed in links."""
    if settings.public_origin:
        return settings.public_origin.rstrip("/")
    scheme = "https" if transport.encrypted or transport.behind_proxy else "http"
    return f"{scheme}://{settings.host}:{settings.port}"


def application(house: House, settings: Settings, transport: Transport) -> Any:
    """Return the armoured application."""
    secure = transport.encrypted or transport.behind_proxy is not None
    return armoured(create_app(house, origins=origins(settings, transport), secure=secure))


def listen(settings: Settings) -> socket.socket:
    """Return the listening socket, or say in one sentence why not."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))
    except OSError as error:
        made.close()
        raise Invalid(
            f"Port {settings.port} on {settings.host} is taken ({error.strerror}): stop the other server or set PORT."
        ) from error
    made.listen(2048)
    made.set_inheritable(True)
    return made


def _called(settings: Settings) -> list[str]:
    """Return the name by which browsers call the server, where the operator gave one."""
    name = urlsplit(settings.public_origin).hostname if settings.public_origin else None
    return [name] if name else []


class Server(uvicorn.Server):
    """Ends by returning. uvicorn raises a caught signal again, which would skip stopping workers and database."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second interrupt stops at once."""
        super().handle_exit(sig, frame)
        self._captured_signals.clear()


def settle_memory() -> None:
    """Take what stands now out of the garbage collector's rounds, and have it come less often.

    Modules, routes and tables live as long as the process. Walking over them again and again took a twentieth of the
    processor time of a request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal that comes before the server listens into an orderly end."""
    sys.exit(0)


def server_of(app: Any, settings: Settings, transport: Transport) -> uvicorn.Server:
    """Return the HTTP server; access lines are the ledger's matter, so none are logged."""
    certificate, key = transport.certificate, transport.key
    if transport.self_signed:
        certificate, key = self_signed(settings.home / "secrets" / "tls", settings.host, *_called(settings))
    proxied = transport.behind_proxy
    return Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            loop="uvloop",
            http="httptools",
            ssl_certfile=certificate,
            ssl_keyfile=key,
            proxy_headers=proxied is not None,
            forwarded_allow_ips=proxied,
            timeout_graceful_shutdown=10,
            ws="none",
        )
    )


def serve(settings: Settings, transport: Transport, ready: Any) -> None:
    """Run until stopped. ``ready(house)`` is called once, when the socket listens and the house stands."""
    require_transport(settings, transport)
    signal.signal(signal.SIGTERM, _leave)
    with listen(settings) as listening, opened(settings, ready.progress) as house:
        background = Background(house)
        background.start()
        children = [_child(listening, settings, transport) for _ in range(settings.workers - 1)]
        try:
            # before anything is said: an own authority must stand when its fingerprint is printed
            server = server_of(application(house, settings, transport), settings, transport)
            ready(house)
            settle_memory()
            with running.told(settings, transport.describe()):
                server.run(sockets=[listening])
        finally:
            for child in children:
                child.send_signal(signal.SIGTERM)
            for child in children:
                child.wait(15)
            background.stop()


def _child(listening: socket.socket, settings: Settings, transport: Transport) -> subprocess.Popen[bytes]:
    """Start one more HTTP process on the same socket; it shares nothing else with this one."""
    command = [
        sys.executable, "-m", "labelkeep.entrypoints.http.process", str(listening.fileno()),
        settings.model_dump_json(exclude={"database"}), str(transport.certificate or ""), str(transport.key or ""),
        "self" if transport.self_signed else "", transport.behind_proxy or "",
    ]  # fmt: skip
    return subprocess.Popen(command, pass_fds=[listening.fileno()])  # noqa: S603  our own interpreter and module
