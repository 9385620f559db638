"""A synchronous route runs in one turn: its grant closes before anybody is answered, and nothing is lost on the way."""

import threading
from collections.abc import Generator
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from labelkeep.entrypoints.http.hops import OneHopRoute, hop_once


class Wanted(BaseModel):
    """A body."""

    n: int


class Door:
    """What happens to a grant, in order, and on which threads."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.threads: set[int] = set()

    def __call__(self) -> Generator["Door"]:
        self.note("opened")
        try:
            yield self
        except Exception:
            self.note("rolled back")
            raise
        self.note("committed")

    def note(self, word: str) -> None:
        self.seen.append(word)
        self.threads.add(threading.get_ident())


def _client(door: Door, *, fails_at_commit: bool = False) -> TestClient:
    router = APIRouter()

    def opened() -> Generator[Door]:
        yield from door()
        if fails_at_commit:
            raise LookupError("commit")

    @router.post("/wanted", status_code=201)
    def make(got: Annotated[Door, Depends(opened, scope="function")], body: Wanted) -> dict[str, int]:
        got.note("handled")
        if body.n < 0:
            raise LookupError("handler")
        return {"n": body.n}

    app = FastAPI()
    app.include_router(hop_once(router))
    assert isinstance(router.routes[0], OneHopRoute)
    return TestClient(app)


def test_grant_handler_and_commit_share_one_worker_thread() -> None:
    door = Door()

    answer = _client(door).post("/wanted", json={"n": 3})

    assert (answer.status_code, answer.json()) == (201, {"n": 3})
    assert door.seen == ["opened", "handled", "committed"]
    assert len(door.threads) == 1


def test_a_failing_handler_rolls_back() -> None:
    door = Door()

    with pytest.raises(LookupError, match="handler"):
        _client(door).post("/wanted", json={"n": -1})

    assert door.seen == ["opened", "handled", "rolled back"]


def test_nobody_is_told_of_a_write_whose_commit_failed() -> None:
    with pytest.raises(LookupError, match="commit"):
        _client(Door(), fails_at_commit=True).post("/wanted", json={"n": 3})


def test_a_body_that_does_not_fit_rolls_back_and_is_refused() -> None:
    door = Door()

    answer = _client(door).post("/wanted", json={"n": "many"})

    assert answer.status_code == 422
    assert door.seen == ["opened", "rolled back"]


def test_a_route_that_waits_keeps_the_usual_way() -> None:
    router = APIRouter()

    @router.get("/slow")
    async def slow() -> dict[str, bool]:
        return {"on_the_loop": True}

    app = FastAPI()
    app.include_router(hop_once(router))

    assert TestClient(app).get("/slow").json() == {"on_the_loop": True}
