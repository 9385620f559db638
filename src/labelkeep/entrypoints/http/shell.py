"""The browser app's document and its hashed files, served from memory: no request ever becomes a path of the disk."""

import mimetypes
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
NOT_BUILT = (
    "<!doctype html><html lang=en><title>Labelkeep</title><p>The browser app is not built. "
    "Run <code>make setup</code>, or install the wheel, which carries it.</p></html>"
)


def load() -> tuple[str, dict[str, tuple[bytes, str]]]:
    """Return the document and the hashed files by name, read once."""
    packaged: Traversable = files("labelkeep.entrypoints.http") / "web"
    # an editable install has the app where the build left it
    root = packaged if packaged.is_dir() else Path(labelkeep.__file__).parents[2] / "web" / "dist"
    if not (root / "index.html").is_file():
        return NOT_BUILT, {}
    found: dict[str, tuple[bytes, str]] = {}
    for each in _walk(root / "assets"):
        kind = mimetypes.guess_type(each.name)[0] or "application/octet-stream"
        found[each.name] = (each.read_bytes(), "text/javascript" if kind == "application/javascript" else kind)
    return (root / "index.html").read_text(encoding="utf-8"), found


def _walk(folder: Traversable) -> list[Traversable]:
    return [each for each in folder.iterdir() if each.is_file()] if folder.is_dir() else []


@router.get("/assets/{name}")
def asset(request: Request, name: str) -> Response:
    """One hashed file of the app."""
    found = request.app.state.shell[1].get(name)
    if found is None:
        raise NotFound
    body, kind = found
    return Response(body, media_type=kind, headers={"Cache-Control": FOREVER})


@router.get("/{path:path}")
def document(request: Request, path: str) -> Response:
    """The app's document for every address of it; unknown API paths are not addresses."""
    if path.startswith("api/"):
        raise NotFound
    nonce = token_urlsafe(16)
    html = request.app.state.shell[0].replace("__NONCE__", nonce)
    return HTMLResponse(html, headers={"Content-Security-Policy": content_security_policy("plain", nonce)})
