"""Egress: the one way in which the server asks another machine, and only hosts that the caller names.

A name is resolved once and the connection goes to that very address, so the answer of a second look-up changes nothing.
Redirects are not followed, proxies of the environment are not asked, and time and size are bounded as a whole.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from typing import NamedTuple
from urllib.parse import urlsplit

from labelkeep.core.errors import LabelkeepError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SECONDS = 10.0
"""For connecting, asking and the whole answer together."""
MOST_BYTES = 256 * 1024


class EgressFailed(LabelkeepError):
    """Another machine was not asked, did not answer in time, or said too much."""

    code = "egress.failed"
    status = 502


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


def host_of(url: str) -> str:
    """Return host and port of an address that may be asked.

    Raises ``EgressFailed`` for all but https without a user part; http is for this machine only.
    """
    try:
        parts = urlsplit(url)
        name, _ = parts.hostname or "", parts.port
    except ValueError:
        raise EgressFailed("This is no address of the web.") from None
    loopback = name in LOOPBACK or f"[{name}]" in LOOPBACK
    if not name or "@" in parts.netloc or not (parts.scheme == "https" or (parts.scheme == "http" and loopback)):
        raise EgressFailed("An address to be asked begins with https:// and names no user.")
    return parts.netloc.lower()


def ask(
    url: str, *, hosts: frozenset[str], headers: Mapping[str, str] | None = None, form: bytes | None = None
) -> Answer:
    """Get ``url``, or post a form to it; ``hosts`` are the only ones allowed, as ``name`` or ``name:port``.

    Raises ``EgressFailed``.
    """
    if host_of(url) not in hosts:
        raise EgressFailed("This host is not on the list of hosts that may be asked.")
    parts = urlsplit(url)
    name = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = http.client.HTTPConnection(name, port)
    timer = Timer(SECONDS, _hang_up, [line])
    timer.daemon = True
    timer.start()
    try:
        line.sock = _connected(name, port)
        if parts.scheme == "https":
            line.sock = ssl.create_default_context().wrap_socket(line.sock, server_hostname=name)
        line.request(
            "GET" if form is None else "POST", path, form,
            {"Accept": "application/json", "Host": parts.netloc, "Connection": "close", **kind, **(headers or {})},
        )  # fmt: skip
        said = line.getresponse()
        body = said.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise EgressFailed(f"{name} did not answer: {type(error).__name__}.") from error
    finally:
        timer.cancel()
        line.close()
    if len(body) > MOST_BYTES:
        raise EgressFailed(f"{name} said more than is read.")
    return Answer(said.status, body)


def _connected(name: str, port: int) -> socket.socket:
    """Connect to the first address of a name that may be asked."""
    loopback = name in LOOPBACK or f"[{name}]" in LOOPBACK
    for *_, address in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM):
        if _may_be_asked(str(address[0]), loopback):
            return socket.create_connection((str(address[0]), port), SECONDS / 2)
    raise EgressFailed(f"{name} has no address that may be asked.")


def _may_be_asked(address: str, loopback: bool) -> bool:
    """Providers stand in private networks too; never asked are link-local ones, where clouds keep their metadata."""
    found = ipaddress.ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    return loopback == found.is_loopback


def _hang_up(line: http.client.HTTPConnection) -> None:
    # the one who reads learns of it by an error
    if isinstance(line.sock, socket.socket):
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)
