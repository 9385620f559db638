"""How a YOLO data set says its names and splits: Ultralytics ``data.yaml`` or Darknet ``obj.names``, ``obj.data``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import Any, cast

import yaml

from labelkeep.domain.assets.formats import Open, SourceFile, Split
from labelkeep.domain.ontology.shapes import MAX_CLASSES
from labelkeep.plugins.formats.parts.pictures import OUTSIDE, unsafe
from labelkeep.plugins.formats.parts.streams import bad_file, read_text
from labelkeep.plugins.formats.parts.vocabulary import shown

_MAX_BYTES = 1 << 20
_MAX_LIST = 64 << 20
_MAX_EVENTS = 20_000
_MAX_DEPTH = 8
_NAMES = ("obj.names", "classes.names", "classes.txt")
_YAML_NAMES = re.compile(rb"^names\s*:", re.MULTILINE)
_KEYS: dict[str, Split] = {"train": "train", "val": "val", "valid": "val", "test": "test"}


@dataclass
class Layout:
    """What a data set says about itself: the file that says it, class names by number, where each split stands."""

    file: str
    names: dict[int, str]
    folders: dict[str, Split] = field(default_factory=dict[str, Split])
    lists: dict[str, Split] = field(default_factory=dict[str, Split])

    def split_of(self, path: str) -> Split | None:
        """Return the split whose folder holds this picture."""
        for folder, split in self.folders.items():
            if folder == "." or path.startswith(folder + "/"):
                return split
        return None


def is_yaml(file: SourceFile) -> bool:
    """Say whether a file looks like ``data.yaml``."""
    return file.path.lower().endswith((".yaml", ".yml")) and bool(_YAML_NAMES.search(file.head()))


def is_names(file: SourceFile) -> bool:
    """Say whether a file is a Darknet or LabelImg list of class names."""
    return basename(file.path).lower() in _NAMES or file.path.endswith(".names")


def layout_of(files: Sequence[SourceFile], open_file: Open) -> Layout:
    """Return the layout of a data set; raises ``BadFile`` when it has none, two, or one that must not be used."""
    described = sorted(file.path for file in files if is_yaml(file))
    named = sorted(file.path for file in files if is_names(file))
    if len(described) > 1 or (not described and len(named) != 1):
        what = ", ".join(shown(path) for path in (described or named)[:5]) or "none is here"
        raise bad_file("layout", f"A YOLO data set needs one data.yaml or one obj.names; {what}.")
    if described:
        return _from_yaml(described[0], read_text(open_file, described[0], _MAX_BYTES))
    layout = Layout(named[0], _from_lines(read_text(open_file, named[0], _MAX_BYTES)))
    _add_darknet(layout, files, open_file)
    return layout


def safe_yaml(text: str) -> Any:
    """Return the value of a small YAML document; ``BadFile`` for aliases, tags, deep nesting and keys twice."""
    depth = 0
    try:
        for count, event in enumerate(_events(text)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise bad_file(
                    "alias", "This YAML uses aliases, which a data set description does not need. Remove them."
                )
            if depth > _MAX_DEPTH or count > _MAX_EVENTS:
                raise bad_file("too_deep", "This YAML is nested too deeply or has too many entries.")
        return yaml.load(text, Loader=_Loader)  # noqa: S506  _Loader is a SafeLoader
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise bad_file("yaml", f"This is not YAML that can be used: {shown(problem, 200)}.") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise bad_file("yaml", "This YAML holds a value that cannot be read.") from error


def _events(text: str) -> Iterator[object]:
    # The stubs give no type to what parse yields.
    return cast("Iterator[object]", yaml.parse(text, Loader=yaml.CSafeLoader))  # pyright: ignore[reportUnknownMemberType]


class _Loader(yaml.CSafeLoader):
    """The safe loader that also refuses a key twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        result = super().construct_mapping(node, deep)
        if len(result) != len(node.value):
            raise bad_file("duplicate_key", "This YAML has a key twice.")
        return cast("dict[Any, Any]", result)


def _from_yaml(path: str, text: str) -> Layout:
    value = safe_yaml(text)
    if not isinstance(value, dict):
        raise bad_file("layout", "This YAML does not describe a data set.")
    described = cast("dict[Any, Any]", value)
    layout = Layout(path, _names(described.get("names")))
    count = described.get("nc", len(layout.names))
    if count != len(layout.names):
        raise bad_file("names", f"nc is {shown(count)}, but there are {len(layout.names)} names.")
    root = _inside(dirname(path), described.get("path", "."), "path")
    for key, split in _KEYS.items():
        places: Any = described.get(key) or []
        for place in cast("list[Any]", places if isinstance(places, list) else [places]):
            inside = _inside(root, place, key)
            (layout.lists if inside.endswith(".txt") else layout.folders)[inside] = split
    return layout


def _inside(root: str, place: Any, key: str) -> str:
    """Return a path of the description joined to its root; raises ``BadFile`` when it is not below the import."""
    text = place if isinstance(place, str) else ""
    absolute = text.startswith(("/", "\\")) or (unsafe(text) not in (None, OUTSIDE))
    inside = normpath(join(root, text))
    if absolute or inside.split("/")[0] == "..":
        raise bad_file("path", f"{key}: {shown(place)} is not a folder of this import. Write it relative to this file.")
    return inside


def _names(names: Any) -> dict[int, str]:
    if isinstance(names, list):
        found = dict(enumerate(cast("list[Any]", names)))
    elif isinstance(names, dict):
        found = cast("dict[Any, Any]", names)
    else:
        raise bad_file("names", "names is neither a list nor a mapping from numbers.")
    if not found or len(found) > MAX_CLASSES or not all(type(key) is int and key >= 0 for key in found):
        raise bad_file("names", f"names needs 1 to {MAX_CLASSES} entries with numbers from 0.")
    if not all(isinstance(name, str | int | float) for name in found.values()):
        raise bad_file("names", "A class name is not text.")
    return {key: str(name) for key, name in found.items()}


def _from_lines(text: str) -> dict[int, str]:
    lines = text.rstrip().splitlines()
    if not lines or len(lines) > MAX_CLASSES:
        raise bad_file("names", f"The list of names needs 1 to {MAX_CLASSES} lines.")
    return dict(enumerate(line.strip() for line in lines))


def _add_darknet(layout: Layout, files: Sequence[SourceFile], open_file: Open) -> None:
    """Add the split lists of ``obj.data``; its paths speak of another machine, so lists are found by their names."""
    data = [file.path for file in files if basename(file.path) == "obj.data"]
    by_name = {basename(file.path): file.path for file in files if file.path.endswith(".txt")}
    for path in data[:1]:
        for line in read_text(open_file, path, _MAX_BYTES).splitlines():
            key, _, value = line.partition("=")
            split = _KEYS.get(key.strip())
            listed = by_name.get(basename(value.strip()))
            if split and listed:
                layout.lists[listed] = split


def listed_pictures(open_file: Open, path: str) -> list[str]:
    """Return the lines of a list of pictures."""
    return [line.strip() for line in read_text(open_file, path, _MAX_LIST).splitlines() if line.strip()]
