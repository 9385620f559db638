"""Turns the names of a foreign file into an ontology: ids, cleaned labels, colours, keys, inferred attributes."""

import re
import unicodedata
from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any, Literal

from labelkeep.domain.ontology.shapes import (
    MAX_CLASSES,
    Attr,
    Class,
    ClassificationTask,
    GeometryKind,
    Node,
    ObjectTask,
    Ontology,
    SkeletonTemplate,
    Task,
)

TASK = "objects"
SKELETONS = "skeletons"
PICTURE = "picture"
MAX_ATTRIBUTES = 100
Kind = Literal["bool", "number", "text"]

_COLORS = (
    "#e6194b", "#3cb44b", "#4363d8", "#f58231", "#911eb4", "#009e9e", "#f032e6", "#7a9a01", "#d45087", "#0072b2",
    "#9a6324", "#a50026", "#2f7d5b", "#808000", "#6a51a3", "#000075", "#b35806", "#1b7837", "#c51b7d", "#4d4d4d",
)  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff\x00]")


def shown(text: object, limit: int = 80) -> str:
    """Return foreign text for use in a message: one line, no control characters, cut to ``limit``."""
    if type(text) is int and -(1 << 62) < text < 1 << 62:
        return str(text)
    raw = str(text)[: limit + 1]
    safe = "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cs", "Cf", "Zl", "Zp") else char for char in raw)
    return safe if len(safe) <= limit else safe[:limit] + "…"


def clean(text: str, limit: int) -> str:
    """Return text that can be stored: NUL and lone surrogates replaced, cut to ``limit`` code points."""
    return _SURROGATE.sub("\ufffd", text[:limit])


class Slugs:
    """Gives each name its own id of the form that the ontology wants, the same one each time it is asked."""

    def __init__(self) -> None:
        self._by_name: dict[str, str] = {}
        self._taken: set[str] = set()

    def __len__(self) -> int:
        return len(self._by_name)

    def known(self, name: str) -> str | None:
        """Return the id that this name already has."""
        return self._by_name.get(name)

    def of(self, name: str) -> str:
        """Return the id of a name, making one when it has none."""
        found = self._by_name.get(name)
        if found is None:
            found = self._by_name[name] = self._free(name)
            self._taken.add(found)
        return found

    def _free(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name[:200].lower()).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:56].rstrip("-_") or "x"
        slug, number = stem, 2
        while slug in self._taken:
            slug, number = f"{stem}-{number}", number + 1
        return slug


class Vocabulary:
    """Collects classes and attributes while a file is surveyed, then says what each value becomes."""

    def __init__(self) -> None:
        self._classes = Slugs()
        self._keys = Slugs()
        self._labels: dict[str, tuple[str, str | None]] = {}
        self._kinds: dict[str, dict[str, tuple[str, Kind]]] = {}
        self.boxes = False
        self.polygons = False
        self.masks = False
        self.turned = False
        self._skeletons: dict[str, SkeletonTemplate] = {}

    def __len__(self) -> int:
        return len(self._labels)

    def class_of(self, name: str) -> str | None:
        """Return the id of a class by its name in the file."""
        return self._classes.known(name)

    def add_class(self, name: str, description: str | None = None) -> str | None:
        """Return the id for a class name; None when there are more classes than an ontology can hold."""
        if self._classes.known(name) is None and len(self._labels) >= MAX_CLASSES:
            return None
        slug = self._classes.of(name)
        label = clean(name, 200)
        self._labels.setdefault(slug, (label if label.strip() else f"unnamed ({slug})", description))
        return slug

    def add_skeleton(self, slug: str, names: Sequence[object], pairs: Sequence[Sequence[int]]) -> list[str]:
        """Remember the skeleton of a class: names of its nodes, pairs of their numbers from 1; return the node ids.

        Raises ``ValueError`` or ``TypeError`` for what is no skeleton. A file says nothing of where nodes stand, so
        the template lays them on a circle.
        """
        slugs = Slugs()
        ids = [slugs.of(f"{name}") for name in names]
        angles = [2 * pi * number / len(ids) for number in range(len(ids))]
        nodes = [
            Node(id=node, label=clean(str(name), 200) or node, x=0.5 + 0.5 * sin(angle), y=0.5 - 0.5 * cos(angle))
            for node, name, angle in zip(ids, names, angles, strict=True)
        ]
        edges = {(min(one, other), max(one, other)) for one, other in pairs if one != other}
        if edges and min(one for one, _ in edges) < 1:
            raise ValueError("a line of the skeleton begins before the first node")
        lines = [[ids[one - 1], ids[other - 1]] for one, other in sorted(edges) if other <= len(ids)]
        self._skeletons.setdefault(slug, SkeletonTemplate(nodes=nodes, edges=lines))
        return [node.id for node in self._skeletons[slug].nodes] if len(ids) == len(self._skeletons[slug].nodes) else []

    def note(self, owner: str, key: str, value: object) -> bool:
        """Remember that a class (or ``PICTURE``) has an attribute with such a value; False when that cannot be kept."""
        kind = _kind(value)
        kinds = self._kinds.setdefault(owner, {})
        if kind is None or (key not in kinds and len(kinds) >= MAX_ATTRIBUTES):
            return False
        slug, before = kinds.get(key, (None, kind))
        kinds[key] = (slug or self._keys.of(key), kind if before == kind else "text")
        return True

    def answer(self, owner: str, key: str, value: object) -> dict[str, Any] | None:
        """Return the ``AttrValue`` of a noted attribute, or None when it was not kept."""
        found = self._kinds.get(owner, {}).get(key)
        if found is None or _kind(value) is None:
            return None
        slug, kind = found
        return {"attr": slug, "value": clean(_text(value), 100_000) if kind == "text" else value}

    def ontology(self) -> Ontology:
        """Return everything collected; without classes there is no drawing task."""
        tasks: list[Task] = []
        if self._labels:
            classes = [self._class(number, slug) for number, slug in enumerate(self._labels)]
            tasks.append(ObjectTask(id=TASK, kind="object", label="Objects", geometry=self._drawn(), classes=classes))
        if self._skeletons:
            drawn = [
                self._class(number, slug).model_copy(update={"skeleton": template, "key": None})
                for number, (slug, template) in enumerate(self._skeletons.items())
            ]
            tasks.append(
                ObjectTask(id=SKELETONS, kind="object", label="Skeletons", geometry=["skeleton"], classes=drawn)
            )
        if self._kinds.get(PICTURE):
            attributes = self._attributes(PICTURE)
            tasks.append(ClassificationTask(id=PICTURE, kind="classification", label="Picture", attributes=attributes))
        return Ontology(tasks=tasks)

    def _drawn(self) -> list[GeometryKind]:
        kinds: list[tuple[GeometryKind, bool]] = [
            ("bbox", self.boxes),
            ("rbox", self.turned),
            ("polygon", self.polygons),
            ("mask", self.masks),
        ]
        return [kind for kind, found in kinds if found] or ["bbox"]

    def _class(self, number: int, slug: str) -> Class:
        label, description = self._labels[slug]
        return Class(
            id=slug,
            label=label,
            color=_COLORS[number % len(_COLORS)],
            key=str(number + 1) if number < 9 else None,
            description=description,
            attributes=self._attributes(slug),
        )

    def _attributes(self, owner: str) -> list[Attr]:
        found = self._kinds.get(owner, {})
        labels = {key: clean(key, 200) for key in found}
        return [
            Attr(id=slug, label=labels[key] if labels[key].strip() else slug, type=kind)
            for key, (slug, kind) in found.items()
        ]


def _kind(value: object) -> Kind | None:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number" if abs(value) < 1e300 else None
    return "text" if isinstance(value, str) else None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
