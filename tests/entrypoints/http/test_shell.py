"""The app's files: the smallest form that the browser takes, and the same content in each."""

import gzip
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from houses import Town
from labelkeep.entrypoints.http.shell import Held

BODY = b"export const word = 1\n" * 100


@pytest.fixture
def client(shared_town: Town) -> Iterator[TestClient]:
    state = shared_town.app.state
    before = state.shell
    forms = {"identity": BODY, "gzip": gzip.compress(BODY)}
    held = {"a.js": Held("text/javascript", forms), "b.woff2": Held("font/woff2", {"identity": b"font"})}
    state.shell = ("", held)
    yield shared_town.anonymous()
    state.shell = before


def test_a_browser_that_takes_gzip_gets_the_same_content_in_fewer_bytes(client: TestClient) -> None:
    answer = client.get("/assets/a.js", headers={"Accept-Encoding": "gzip, deflate"})

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) < len(BODY) / 10
    assert answer.content == BODY


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0, identity", "br"])
def test_a_browser_that_takes_none_of_the_forms_gets_the_plain_file(client: TestClient, accepted: str) -> None:
    answer = client.get("/assets/a.js", headers={"Accept-Encoding": accepted})

    assert "content-encoding" not in answer.headers
    assert answer.content == BODY


def test_a_file_without_other_forms_is_sent_as_it_is(client: TestClient) -> None:
    answer = client.get("/assets/b.woff2", headers={"Accept-Encoding": "br, gzip"})

    assert "content-encoding" not in answer.headers
    assert answer.content == b"font"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br, gzip", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0.0, gzip;q=0.5", "gzip"), ("GZIP", "gzip")],
)
def test_the_smallest_allowed_form_is_chosen(accepted: str, coding: str) -> None:
    held = Held("text/javascript", {"identity": b"", "br": b"", "gzip": b""})

    assert held.best(accepted) == coding
