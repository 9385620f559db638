"""The application: all rooms' routes, guarded, armoured."""

import pkgutil
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

import labelkeep.domain
from labelkeep.domain.people.throttle import Throttle
from labelkeep.entrypoints.http import problems, shell
from labelkeep.entrypoints.http.armour import Armour
from labelkeep.entrypoints.http.guard import require_grants
from labelkeep.infra.house import House

API = "/api/v1"
TALLY_EVERY = 30.0


def create_app(house: House | None, *, origins: frozenset[str], secure: bool) -> FastAPI:
    """Return the application. ``house`` may be None to describe the API only (``labelkeep openapi``)."""
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
    app.state.tally = house.parts["tally"] if house else None
    app.state.shell = shell.load() if house else ("", {})
    api = APIRouter(prefix=API)
    for each in routers():
        api.include_router(each)
    app.include_router(api)
    health(app)
    app.include_router(shell.router)
    problems.install(app)
    require_grants(app)
    app.state.armour = {"secure": secure, "origins": origins}
    return app


@asynccontextmanager
async def _tallying(app: FastAPI) -> AsyncGenerator[None]:
    """Write the counts of served tiles every half minute, and once at the end."""
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(TALLY_EVERY):
            app.state.tally.write(app.state.house)
        app.state.tally.write(app.state.house)

    writer = threading.Thread(target=write, name="labelkeep-tally", daemon=True)
    writer.start()
    yield
    stop.set()
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
