"""A real server on a real socket: who says where a request comes from, and how soon long answers end.

Nothing is mocked: uvicorn with the very configuration that ``labelkeep serve`` makes, spoken to byte for byte.
"""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from houses import Town
from labelkeep.access.capabilities import Members, Release, SiteAdmin
from labelkeep.access.entering import enter_site_as
from labelkeep.access.tokens import PLAIN_COOKIE
from labelkeep.domain.organisation.tables import OrganisationRow
from labelkeep.domain.people import actions
from labelkeep.domain.people.tables import SessionRow
from labelkeep.domain.projects.tables import MembershipRow
from labelkeep.domain.releases.tables import ReleaseRow
from labelkeep.entrypoints.serving import Transport, application, server_of
from labelkeep.infra.house import SITE

from .test_sub_ids import furnish

SOON = 5.0
"""Seconds within which whoever is taken out sees nothing more."""
INSIDE, OUTSIDE = "10.1.2.3", "192.0.2.7"


@contextmanager
def served(town: Town, transport: Transport) -> Iterator[int]:
    """Serve the town as the command does; yield the port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        port = listening.getsockname()[1]
        settings = town.house.settings.model_copy(update={"port": port, "host": "127.0.0.1"})
        server = server_of(application(town.house, settings, transport), settings, transport)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield port
        server.should_exit = server.force_exit = True
        thread.join(20)


def token(town: Town, name: str) -> str:
    with enter_site_as(town.house, town.admin.id, SiteAdmin) as site:
        return actions.make_token(site, town.people[name].id)


def ask(port: int, path: str, secret: str | None, forwarded: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {secret}"} if secret else {"Origin": f"https://127.0.0.1:{port}"}
    if forwarded is not None:
        headers |= {"X-Forwarded-For": forwarded, "Forwarded": f"for={forwarded}", "X-Real-IP": forwarded}
    body = None if secret else json.dumps({"token": "none"})
    connection.request("GET" if secret else "POST", path, body, headers | {"Content-Type": "application/json"})
    answer = connection.getresponse()
    code = json.loads(answer.read()).get("code", "")
    connection.close()
    return answer.status, code


def allow(town: Town, *networks: str) -> None:
    with enter_site_as(town.house, town.admin.id, SiteAdmin) as site:
        row = site.find(select(OrganisationRow)).one_or_none()
        row = row or site.add(OrganisationRow(id=SITE, factor_required=False, factor_roles=[], changed_at=site.now))
        row.networks = list(networks) or None
        site.record(row, "organisation.changed")


def test_without_a_stated_proxy_nobody_says_where_they_come_from(fast_town: Town) -> None:
    secret = token(fast_town, "labeler")
    allow(fast_town, "10.0.0.0/8")
    with served(fast_town, Transport()) as port:
        seen = [ask(port, fast_town.url, secret, forged) for forged in (None, INSIDE, f"{OUTSIDE}, {INSIDE}")]
        public = ask(port, "/api/v1/sign-in/link", None, INSIDE)
        allow(fast_town, "127.0.0.0/8")
        inside = [ask(port, fast_town.url, secret, forged)[0] for forged in (None, OUTSIDE)]

    assert seen == [(403, "network.refused")] * 3
    assert public[0] == 403
    assert inside == [200, 200], "a forged header keeps nobody out either"


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [
        (INSIDE, 200),
        (OUTSIDE, 403),
        (f"{INSIDE}, {OUTSIDE}", 403),
        (f"{OUTSIDE}, {INSIDE}", 200),
        (f"{INSIDE}, {OUTSIDE}, 127.0.0.1", 403),
        ("::ffff:10.1.2.3", 200),
        ("2001:db8::7", 200),
        ("not an address", 403),
        (f"{INSIDE}:5000", 200),
        ("", 403),
        (None, 403),
    ],
)
def test_behind_a_stated_proxy_only_what_it_saw_itself_counts(
    proxied: tuple[Town, int, str], forwarded: str | None, status: int
) -> None:
    town, port, secret = proxied

    assert ask(port, town.url, secret, forwarded)[0] == status
    public, code = ask(port, "/api/v1/sign-in/link", None, forwarded)
    assert (code == "network.refused") == (status == 403), (public, code)


@pytest.fixture(scope="module")
def proxied(shared_town: Town) -> Iterator[tuple[Town, int, str]]:
    secret = token(shared_town, "labeler")
    allow(shared_town, "10.0.0.0/8", "2001:db8::/32")
    with served(shared_town, Transport(behind_proxy="127.0.0.1/32")) as port:
        yield shared_town, port, secret
    allow(shared_town)


def test_a_stranger_to_the_proxys_network_is_not_believed(fast_town: Town) -> None:
    secret = token(fast_town, "labeler")
    allow(fast_town, "10.0.0.0/8")
    with served(fast_town, Transport(behind_proxy="192.0.2.1/32")) as port:
        assert ask(port, fast_town.url, secret, INSIDE) == (403, "network.refused")


def suspend(town: Town) -> None:
    change(town, status="suspended")


def keep_out(town: Town) -> None:
    change(town, networks=["10.0.0.0/8"])


def organisation_keeps_out(town: Town) -> None:
    allow(town, "10.0.0.0/8")


def end_sessions(town: Town) -> None:
    with enter_site_as(town.house, town.admin.id, SiteAdmin) as site:
        for row in site.find(select(SessionRow).where(SessionRow.user_id == town.people["owner"].id)):
            row.ended_at = site.now
            site.record(row, "session.ended", why="ended by a test")


def change(town: Town, **values: Any) -> None:
    with town.as_person("admin", Members) as access:
        row = access.find(select(MembershipRow).where(MembershipRow.user_id == town.people["owner"].id)).one()
        for name, value in values.items():
            setattr(row, name, value)
        access.record(row, "membership.changed", person=str(row.user_id))


ENDS = [suspend, keep_out, organisation_keeps_out, end_sessions]


@pytest.mark.parametrize("end", ENDS)
def test_an_open_stream_of_tiles_ends_within_five_seconds(fast_town: Town, end: Callable[[Town], None]) -> None:
    ids = furnish(fast_town, fast_town.project, str(fast_town.people["labeler"].id))
    # a view belongs to the session that opened it
    headers = {"Cookie": f"{PLAIN_COOKIE}={fast_town.owner.client.cookies[PLAIN_COOKIE]}"}
    path = f"{fast_town.url}/views/{ids['views']}/tiles/{ids['part']}/0/0/0/0"
    with served(fast_town, Transport()) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

        def tile() -> int:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status

        assert [tile() for _ in range(5)] == [200] * 5
        end(fast_town)
        began = time.monotonic()
        while tile() == 200:
            assert time.monotonic() - began < SOON
            time.sleep(0.05)
        took = time.monotonic() - began
        assert {tile() for _ in range(3)} <= {401, 403, 404}
        connection.close()

    assert took < SOON


@pytest.mark.parametrize("end", ENDS)
def test_a_download_under_way_breaks_off_within_five_seconds(fast_town: Town, end: Callable[[Town], None]) -> None:
    release, size = big_release(fast_town)
    secret = token(fast_town, "owner")
    with served(fast_town, Transport()) as port, socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        asked = f"POST {fast_town.url}/releases/{release}/download HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        line.sendall(f"{asked}Authorization: Bearer {secret}\r\nContent-Length: 0\r\n\r\n".encode())
        got = len(line.recv(65536))
        assert got > 0
        end(fast_town)
        began = time.monotonic()
        while time.monotonic() - began < 4 * SOON:
            # a slow line: at full speed the whole file would take a second
            part = line.recv(256 * 1024)
            if not part:
                break
            got += len(part)
            time.sleep(0.02)
        took = time.monotonic() - began

    assert got < size
    assert took < SOON


def test_a_download_that_nobody_stops_comes_whole_on_a_slow_line(fast_town: Town) -> None:
    release, size = big_release(fast_town, 48)
    secret = token(fast_town, "owner")
    with served(fast_town, Transport()) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(
            "POST", f"{fast_town.url}/releases/{release}/download", headers={"Authorization": f"Bearer {secret}"}
        )
        answer, got, began = connection.getresponse(), 0, time.monotonic()
        while part := answer.read(1 << 20):
            got += len(part)
            time.sleep(0.06)
        connection.close()

    assert got == size
    assert time.monotonic() - began > 2.5, "long enough to have been asked again"


def big_release(town: Town, mebibytes: int = 200) -> tuple[str, int]:
    """A release whose file takes a while on the line; what is in it is no matter here."""
    furnish(town, town.project, str(town.people["labeler"].id))
    with town.as_person("owner", Release) as access:
        row = access.find(select(ReleaseRow)).first()
        block = b"\x5a" * (1 << 20)
        ref = access.house.blobs.put(access.project_id, (block for _ in range(mebibytes)))
        row.state, row.blob, row.size_bytes = "ready", ref.id, mebibytes << 20
        row.recipients = [town.people["owner"].id]
        access.record(row, "release.written", n=row.n)
        return str(row.id), row.size_bytes
