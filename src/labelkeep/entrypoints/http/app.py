"""The application: all rooms' routes, guarded, armoured."""

import pkgutil
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec

import structlog
from anyio import to_thread
from fastapi import APIRouter, FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp

import labelkeep.domain
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.people.throttle import Throttle
from labelkeep.domain.providers.directory import Directory
from labelkeep.entrypoints.http import logs, problems, shell
from labelkeep.entrypoints.http.armour import Armour
from labelkeep.entrypoints.http.guard import guarded_routes, require_grants
from labelkeep.entrypoints.http.hops import hop_once
from labelkeep.entrypoints.http.refusals import Strangers
from labelkeep.entrypoints.http.switchboard import Switchboard
from labelkeep.infra.house import House

log = structlog.get_logger()
API = "/api/v1"
TALLY_EVERY = 30.0
STRANGERS_EVERY = 60.0


def create_app(house: House | None, *, origins: frozenset[str], secure: bool) -> FastAPI:
    """Return the application. ``house`` may be None to describe the API only (``labelkeep openapi``)."""
    logs.configure()
    app = FastAPI(
        title="Labelkeep",
        version=labelkeep.__version__,
        lifespan=_tallying,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.house = house
    app.state.secure_cookies = secure
    app.state.throttle = Throttle()
    app.state.directory = Directory()
    app.state.tally = house.parts["tally"] if house else None
    app.state.shell = shell.load() if house else ("", {})
    api = APIRouter(prefix=API)
    rooms = [hop_once(each) for each in routers()]
    for each in rooms:
        api.include_router(each)
    app.include_router(api)
    health(app)
    app.include_router(shell.router)
    problems.install(app)
    require_grants(app)
    app.router.middleware_stack = Switchboard(app.router.middleware_stack, API, rooms)
    app.state.routes = {each.endpoint: each for each in guarded_routes(app)}
    app.state.strangers = strangers = Strangers()
    app.state.armour = {
        "secure": secure,
        "origins": origins,
        "refused": partial(strangers.add, "access.denied"),
    }
    return app


@asynccontextmanager
async def _tallying(app: FastAPI) -> AsyncGenerator[None]:
    """Write the counts of served tiles and of refused strangers now and then, and once at the end."""
    stop = threading.Event()

    def keep(seconds: float, write: Callable[[House], None]) -> None:
        while True:
            stopped = stop.wait(seconds)
            try:
                write(app.state.house)
            except (SQLAlchemyError, LabelkeepError):
                # the database may be away for a moment; what comes next is counted still
                log.exception("tally.failed")
            if stopped:
                return

    writers = [
        threading.Thread(target=keep, args=each, name="labelkeep-tally", daemon=True)
        for each in ((TALLY_EVERY, app.state.tally.write), (STRANGERS_EVERY, app.state.strangers.write))
    ]
    for writer in writers:
        writer.start()
    yield
    stop.set()
    for writer in writers:
        await to_thread.run_sync(writer.join, 5)


def armoured(app: FastAPI) -> ASGIApp:
    """Return the application inside its outermost layer; this is what the server runs."""
    return Armour(app, **app.state.armour)


def routers() -> list[APIRouter]:
    """Return the routers of all rooms, found by scanning: a room cannot be forgotten."""
    found: list[APIRouter] = []
    for room in pkgutil.iter_modules(labelkeep.domain.__path__):
        if find_spec(f"labelkeep.domain.{room.name}.routes") is None:
            continue
        module = import_module(f"labelkeep.domain.{room.name}.routes")
        found += [getattr(module, name) for name in ("public", "router") if hasattr(module, name)]
    return found


def health(app: FastAPI) -> None:
    """Add the one answer for load balancers: alive, and nothing else."""

    app.add_api_route(f"{API}/health", read_health, tags=["site"])


def read_health() -> dict[str, str]:
    """Alive."""
    return {"status": "ok"}
