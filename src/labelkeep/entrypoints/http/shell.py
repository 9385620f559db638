"""The browser app's document and its hashed files, served from memory: no request ever becomes a path of the disk."""

import mimetypes
import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from secrets import token_urlsafe

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

import labelkeep
from labelkeep.core.errors import NotFound
from labelkeep.entrypoints.http.headers import content_security_policy

router = APIRouter(include_in_schema=False)
FOREVER = "public, max-age=31536000, immutable"
CODINGS = {"br": ".br", "gzip": ".gz"}
"""Content codings, the smaller first, and how the build ends the names of their files."""
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")
NOT_BUILT = (
    "<!doctype html><html lang=en><title>Labelkeep</title><p>The browser app is not built. "
    "Run <code>make setup</code>, or install the wheel, which carries it.</p></html>"
)


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the app in the forms that the build left."""

    kind: str
    forms: dict[str, bytes]
    """Content coding -> body; ``identity`` is always there."""

    def best(self, accepted: str) -> str:
        """Return the smallest coding that an ``Accept-Encoding`` header allows."""
        allowed = {each.split(";")[0].strip() for each in accepted.lower().split(",") if not REFUSED.search(each)}
        return next((coding for coding in CODINGS if coding in allowed and coding in self.forms), "identity")


def load() -> tuple[str, dict[str, Held]]:
    """Return the document and the hashed files by name, read once."""
    packaged: Traversable = files("labelkeep.entrypoints.http") / "web"
    # an editable install has the app where the build left it
    root = packaged if packaged.is_dir() else Path(labelkeep.__file__).parents[2] / "web" / "dist"
    if not (root / "index.html").is_file():
        return NOT_BUILT, {}
    bodies = {each.name: each.read_bytes() for each in _walk(root / "assets")}
    found = {name: _held(name, bodies) for name in bodies if not name.endswith(tuple(CODINGS.values()))}
    return (root / "index.html").read_text(encoding="utf-8"), found


def _held(name: str, bodies: dict[str, bytes]) -> Held:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    coded = {coding: bodies[name + end] for coding, end in CODINGS.items() if name + end in bodies}
    return Held("text/javascript" if kind == "application/javascript" else kind, {"identity": bodies[name], **coded})


def _walk(folder: Traversable) -> list[Traversable]:
    return [each for each in folder.iterdir() if each.is_file()] if folder.is_dir() else []


@router.get("/assets/{name}")
def asset(request: Request, name: str) -> Response:
    """One hashed file of the app."""
    found = request.app.state.shell[1].get(name)
    if found is None:
        raise NotFound
    coding = found.best(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if coding != "identity":
        headers["Content-Encoding"] = coding
    return Response(found.forms[coding], media_type=found.kind, headers=headers)


@router.get("/{path:path}")
def document(request: Request, path: str) -> Response:
    """The app's document for every address of it; unknown API paths are not addresses."""
    if path.startswith("api/"):
        raise NotFound
    nonce = token_urlsafe(16)
    html = request.app.state.shell[0].replace("__NONCE__", nonce)
    return HTMLResponse(html, headers={"Content-Security-Policy": content_security_policy("plain", nonce)})
