"""Pascal VOC boxes, read. http://host.robots.ox.ac.uk/pascal/VOC/.

The numbers of ``bndbox`` become edges as they stand: ``w = xmax - xmin``, ``h = ymax - ymin``, without the shift by
one that the first VOC tools made. LabelImg and everything after it writes edges counted from 0, and so the four
numbers come out of a later export equal to what went in.
"""

import math
from collections.abc import Generator, Iterator, Sequence
from posixpath import basename, dirname, splitext
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # only names; defusedxml does the parsing

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from labelkeep.domain.assets.formats import (
    Found,
    FoundLabel,
    FoundObject,
    FoundOntology,
    FoundProblem,
    Open,
    Sizes,
    SourceFile,
    Split,
)
from labelkeep.plugins.formats.parts.pictures import NotFound, Pictures, size_problem, split_of, unsafe
from labelkeep.plugins.formats.parts.streams import BadFile, bad_file, read_all, read_text
from labelkeep.plugins.formats.parts.vocabulary import TASK, Vocabulary, shown

_MAX_BYTES = 16 << 20
_MAX_DEPTH = 16
_MAX_ELEMENTS = 500_000
_FLAGS = ("truncated", "difficult", "occluded")
_LATER = {"part": "Parts of objects", "actions": "Actions", "polygon": "Polygons", "attributes": "Attributes"}


class Voc:
    """A reader of Pascal VOC annotation files."""

    name = "voc"
    label = "Pascal VOC"

    def sniff(self, files: Sequence[SourceFile]) -> float:
        """Return 0.9 when there is an XML file whose root is ``annotation``."""
        return 0.9 if any(_is_voc(file) for file in files) else 0.0

    def claims(self, files: Sequence[SourceFile]) -> list[str]:
        """Return the annotation files and the split lists of ``ImageSets``."""
        return sorted(file.path for file in files if _is_voc(file) or "ImageSets" in file.path.split("/"))

    def read(self, files: Sequence[SourceFile], open_file: Open, images: Sizes) -> Iterator[Found]:
        """Yield the ontology, then labels file by file; each file is parsed twice, so that memory stays flat."""
        paths = sorted(file.path for file in files if _is_voc(file))
        vocabulary = Vocabulary()
        vocabulary.boxes = True
        refused: list[FoundProblem] = []
        for path in paths:
            try:
                _survey(_parse(read_all(open_file, path, _MAX_BYTES)), vocabulary)
            except BadFile as error:
                refused.append(FoundProblem(path, None, f"voc.{error.facts['reason']}", error.message, "refused"))
        broken = {problem.file for problem in refused}
        if len(broken) < len(paths):
            yield FoundOntology(vocabulary.ontology())
        yield from refused
        splits = _splits(files, open_file)
        reading = _Reading(vocabulary, Pictures(images), splits)
        for path in paths:
            if path not in broken:
                yield from reading.file(path, _parse(read_all(open_file, path, _MAX_BYTES)))
        yield from reading.unlabelled()


KIND = Voc()


def _is_voc(file: SourceFile) -> bool:
    head = file.head() if file.path.lower().endswith(".xml") else b""
    return b"<annotation>" in head or b"<annotation " in head


class _Bounded(TreeBuilder):
    """Builds the tree of a small flat document and stops at the first sign of anything else."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            raise bad_file("too_deep", f"This XML is nested deeper than {_MAX_DEPTH} levels or has too many elements.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def _parse(data: bytes) -> Element:
    """Return the root of a VOC file; refuses document types, so nothing can expand and nothing is fetched."""
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException as error:
        raise bad_file("dtd", "This XML declares a document type or entities. Remove them and try again.") from error
    except ParseError as error:
        raise bad_file("syntax", f"This is not XML: {error}.") from error
    except (ValueError, LookupError) as error:
        raise bad_file("encoding", "This XML names an encoding that is not known.") from error
    if root.tag != "annotation":
        raise bad_file("shape", "This XML is not a Pascal VOC annotation.")
    return root


def _survey(root: Element, vocabulary: Vocabulary) -> None:
    for found in root.iterfind("object"):
        slug = vocabulary.add_class(_text(found, "name"))
        for key, value in _attributes(found).items():
            if slug is not None:
                vocabulary.note(slug, key, value)


def _attributes(found: Element) -> dict[str, object]:
    """Return what differs from the default, so that data sets without such flags get no such attributes."""
    flags: dict[str, object] = {key: True for key in _FLAGS if _text(found, key) in ("1", "true", "True")}
    pose = _text(found, "pose")
    return flags | ({"pose": pose} if pose not in ("", "Unspecified") else {})


def _text(element: Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _splits(files: Sequence[SourceFile], open_file: Open) -> dict[str, Split]:
    """Return stem to split from ``ImageSets/Main/{train,val,test}.txt``."""
    found: dict[str, Split] = {}
    for file in files:
        name = splitext(basename(file.path))[0]
        if (
            basename(dirname(file.path)) != "Main"
            or name not in ("train", "val", "test")
            or not file.path.endswith(".txt")
        ):
            continue
        try:
            lines = read_text(open_file, file.path, _MAX_BYTES).splitlines()
        except BadFile:
            continue
        found |= {line.split()[0]: name for line in lines if line.strip()}
    return found


class _Reading:
    """The second pass: one label a file."""

    def __init__(self, vocabulary: Vocabulary, pictures: Pictures, splits: dict[str, Split]) -> None:
        self._vocabulary = vocabulary
        self._pictures = pictures
        self._splits = splits
        self._taken: set[str] = set()

    def file(self, path: str, root: Element) -> Iterator[Found]:
        stem = splitext(basename(path))[0]
        split = self._splits.get(stem) or split_of(path)
        declared = _declared(root)
        try:
            image = yield from self._image(_text(root, "filename"), stem, path, split)
            wrong = list(size_problem(declared, self._pictures.size(image, path), image, path))
        except NotFound as error:
            yield error.found
            return
        if image in self._taken:
            message = f"The picture {shown(image)} already has labels from another file; these are not imported."
            wrong.append(FoundProblem(path, None, "picture.repeated", message, "refused"))
        self._taken.add(image)
        if wrong:
            yield from wrong
            return
        objects: list[FoundObject] = []
        refused = yield from self._objects(path, root, objects)
        yield FoundLabel(image, path, objects, answered=bool(objects) or not refused, split=split, declared=declared)

    def unlabelled(self) -> Iterator[Found]:
        """Yield pictures that only the split lists name."""
        for stem, split in self._splits.items():
            try:
                image = self._pictures.by_stem(stem, "ImageSets", split)
            except NotFound:
                continue
            if image not in self._taken:
                yield FoundLabel(image, "ImageSets", [], answered=False, split=split)

    def _image(self, name: str, stem: str, path: str, split: Split | None) -> Generator[Found, None, str]:
        try:
            return self._pictures.find(name, path, split)
        except NotFound:
            if unsafe(name) and name:
                raise
            try:
                image = self._pictures.by_stem(stem, path, split)
            except NotFound:
                image = None
        if image is None:
            return self._pictures.find(name or stem, path, split)
        message = f"The picture {shown(name)} is not here; {shown(image)} was taken, which has the name of this file."
        yield FoundProblem(path, None, "picture.by_stem", message, "repaired")
        return image

    def _objects(self, path: str, root: Element, objects: list[FoundObject]) -> Generator[Found, None, int]:
        refused = 0
        for number, found in enumerate(root.iterfind("object"), 1):
            at = f"object {number}"
            for tag in sorted(_LATER.keys() & {child.tag for child in found}):
                message = f"{_LATER[tag]} cannot be imported yet; the box was kept without them."
                yield FoundProblem(path, at, f"voc.{tag}", message, "warning", str(number))
            try:
                objects.append(self._object(found, at, number))
            except BadFile as error:
                refused += 1
                yield FoundProblem(path, at, f"voc.{error.facts['reason']}", error.message, "refused", str(number))
        return refused

    def _object(self, found: Element, at: str, number: int) -> FoundObject:
        class_ = self._vocabulary.class_of(_text(found, "name"))
        if class_ is None:
            raise bad_file("too_many_classes", "There are more classes than a project can hold.")
        left, top, right, bottom = (_number(found, edge) for edge in ("xmin", "ymin", "xmax", "ymax"))
        made = FoundObject(
            at, str(number), TASK, class_, {"kind": "bbox", "x": left, "y": top, "w": right - left, "h": bottom - top}
        )
        answers = (self._vocabulary.answer(class_, key, value) for key, value in _attributes(found).items())
        made.attributes = [answer for answer in answers if answer is not None]
        return made


def _declared(root: Element) -> tuple[int, int] | None:
    width, height = _text(root, "size/width"), _text(root, "size/height")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()) or len(width + height) > 20:
        return None
    return int(width), int(height)


def _number(found: Element, edge: str) -> float:
    raw = _text(found, f"bndbox/{edge}")
    try:
        value = float(raw) if len(raw) <= 40 and "_" not in raw else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise bad_file("number", f"The {edge} of the box is not a finite number: {shown(raw, 40)!r}.")
    return value
