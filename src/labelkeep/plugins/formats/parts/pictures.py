"""Finds the picture that an annotation names among the files that were given, and nowhere else."""

import re
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath, splitext

from labelkeep.domain.assets.formats import Found, FoundMissing, FoundProblem, Sizes, Split
from labelkeep.domain.assets.grouping import in_order
from labelkeep.plugins.formats.parts.vocabulary import shown

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif", ".avif", ".jp2", ".heic", ".dcm"}
)
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:")
_SPLIT = re.compile(r"(?:^|[_\-. ])(train|training|val|valid|validation|test)(?:20\d\d)?$", re.IGNORECASE)
_SPLITS: dict[str, Split] = {
    "train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val", "test": "test",
}  # fmt: skip
_CROWD = 1_000
OUTSIDE = "leaves the folder of the import"


class NotFound(Exception):
    """No single picture has this name; ``found`` is what the report shall say."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self.found = found


def unsafe(name: str) -> str | None:
    """Return why a path from a file must not be followed, as the end of a sentence; None when it may be looked up."""
    broken = (
        (not name, "is empty"),
        (len(name) > 1_024 or any(len(segment) > 255 for segment in name.split("/")), "is too long"),
        (any(ord(char) < 32 or ord(char) == 127 for char in name[:1_024]), "holds control characters"),
        ("\\" in name, "holds a backslash; use forward slashes"),
        (name.startswith("/"), "is absolute; only files of this import can be named"),
        (bool(_SCHEME.match(name)), "is an address; nothing is fetched"),
        (".." in name.split("/"), OUTSIDE),
    )
    return next((reason for is_so, reason in broken if is_so), None)


def split_of(path: str) -> Split | None:
    """Return the split that a path speaks of: by its file name, else by the nearest folder (``images/val2017``)."""
    for segment in [splitext(basename(path))[0], *reversed(dirname(path).split("/"))]:
        match = _SPLIT.search(segment)
        if match:
            return _SPLITS[match[1].lower()]
    return None


def is_picture(path: str) -> bool:
    """Say whether a path has the ending of a picture."""
    return splitext(path)[1].lower() in SUFFIXES


class Pictures:
    """The pictures of an import by path, by name and by stem."""

    def __init__(self, images: Sizes) -> None:
        self._images = images
        self._by_name: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._folders: dict[str, list[str]] = {}
        for path in sorted(images):
            name = basename(path)
            self._by_name.setdefault(name, []).append(path)
            self._by_stem.setdefault(splitext(name)[0], []).append(path)
            self._folders.setdefault(dirname(path), []).append(path)

    def find(self, name: str, file: str, split: Split | None = None) -> str:
        """Return the path of the picture that ``file`` names; raises ``NotFound`` with the remark for the report.

        First the exact path, then beside the annotation file, then the only one that ends so or has this base name.
        """
        reason = unsafe(name)
        if reason:
            message = f"The picture path {shown(name)} {reason}."
            raise NotFound(FoundProblem(file, None, "path.refused", message, "refused"))
        plain = normpath(name)
        for exact in (plain, join(dirname(file), plain)):
            if exact in self._images:
                return exact
        candidates = self._by_name.get(basename(plain), [])
        ending = [path for path in candidates[:_CROWD] if path.endswith("/" + plain)]
        return self._only(ending or candidates, name, file, split)

    def folder(self, name: str, file: str) -> list[str]:
        """Return the pictures that lie directly in the folder that ``file`` names, in the order of parts.

        First the exact path, then beside the annotation file. Raises ``NotFound``.
        """
        reason = unsafe(name)
        if reason:
            message = f"The folder path {shown(name)} {reason}."
            raise NotFound(FoundProblem(file, None, "path.refused", message, "refused"))
        plain = normpath(name)
        for exact in (plain, join(dirname(file), plain)):
            if exact in self._folders:
                return in_order(self._folders[exact])
        raise NotFound(FoundMissing(shown(name, 1_024), file))

    def by_stem(self, stem: str, file: str, split: Split | None = None) -> str:
        """Return the only picture whose name without its ending is ``stem``; raises ``NotFound``."""
        return self._only(self._by_stem.get(stem, []), stem, file, split)

    def size(self, path: str, file: str) -> tuple[int, int]:
        """Return the upright size of a picture; raises ``NotFound`` for one that could not be decoded."""
        size = self._images[path]
        if size is None:
            message = f"The picture {shown(path)} cannot be read, so its labels are not imported."
            raise NotFound(FoundProblem(file, None, "picture.broken", message, "refused"))
        return size

    def _only(self, candidates: list[str], name: str, file: str, split: Split | None) -> str:
        if len(candidates) > 1 and split:
            candidates = [path for path in candidates[:_CROWD] if split_of(path) == split] or candidates
        if not candidates:
            raise NotFound(FoundMissing(shown(name, 1_024), file))
        if len(candidates) > 1:
            message = f"{len(candidates)} pictures are named {shown(name)}; give the path in the annotation file."
            raise NotFound(FoundProblem(file, None, "picture.ambiguous", message, "refused"))
        return candidates[0]


def size_problem(
    declared: tuple[int, int] | None, size: tuple[int, int], image: str, file: str
) -> Iterator[FoundProblem]:
    """Yield why coordinates made for ``declared`` cannot be used on a picture of ``size``, if so."""
    if declared is None or declared == size or min(declared) <= 0:
        return
    turned = " It seems to be annotated before it was turned upright." if declared == size[::-1] else ""
    message = (
        f"The file says that {shown(image)} has {declared[0]}x{declared[1]} pixels, but it has {size[0]}x{size[1]}, "
        f"so its coordinates would not fit.{turned}"
    )
    yield FoundProblem(file, None, "picture.size_differs", message, "refused")
