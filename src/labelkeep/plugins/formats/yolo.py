"""YOLO, read: Ultralytics detect and segment (``data.yaml``), and Darknet (``obj.names``, ``obj.data``, ``train.txt``).

An empty label file means: somebody looked and there is nothing. A picture without a label file was not looked at.
"""

from collections.abc import Iterator, Sequence
from posixpath import splitext

from labelkeep.domain.assets.formats import (
    Found,
    FoundLabel,
    FoundMissing,
    FoundObject,
    FoundOntology,
    FoundProblem,
    Open,
    Sizes,
    SourceFile,
    Split,
)
from labelkeep.plugins.formats.parts.pictures import SUFFIXES, NotFound, Pictures, split_of
from labelkeep.plugins.formats.parts.streams import BadFile, read_text
from labelkeep.plugins.formats.parts.vocabulary import TASK, Vocabulary, shown
from labelkeep.plugins.formats.parts.yolo_layout import Layout, is_names, is_yaml, layout_of, listed_pictures
from labelkeep.plugins.formats.parts.yolo_rows import RefusedLine, parse_line

_MAX_BYTES = 64 << 20
_FOLDERS = ("labels", "obj_train_data", "obj_valid_data", "obj_test_data", "obj_val_data")


class Yolo:
    """A reader of YOLO data sets."""

    name = "yolo"
    label = "YOLO"

    def sniff(self, files: Sequence[SourceFile]) -> float:
        """Return 0.8 when class names and label files are there."""
        named = any(is_yaml(file) or is_names(file) for file in files)
        return 0.8 if named and any(file.path.endswith(".txt") and not is_names(file) for file in files) else 0.0

    def claims(self, files: Sequence[SourceFile]) -> list[str]:
        """Return descriptions, names and text files, when this is a YOLO data set at all."""
        if not self.sniff(files):
            return []
        return sorted(f.path for f in files if is_yaml(f) or is_names(f) or f.path.endswith((".txt", "obj.data")))

    def read(self, files: Sequence[SourceFile], open_file: Open, images: Sizes) -> Iterator[Found]:
        """Yield the ontology, then labels in the order of the label files."""
        try:
            layout = layout_of(files, open_file)
        except BadFile as error:
            path = next((file.path for file in files if is_yaml(file) or is_names(file)), "data.yaml")
            yield FoundProblem(path, None, f"yolo.{error.facts['reason']}", error.message, "refused")
            return
        yield from _Reading(layout, files, open_file, images).all()


KIND = Yolo()


class _Reading:
    """One pass over the label files, after a look at whether any of them holds polygons."""

    def __init__(self, layout: Layout, files: Sequence[SourceFile], open_file: Open, images: Sizes) -> None:
        self._layout = layout
        self._open = open_file
        self._images = images
        self._pictures = Pictures(images)
        self._texts = {file.path for file in files if file.path.endswith(".txt") and not is_names(file)}
        self._splits: dict[str, Split] = {}
        self._vocabulary = Vocabulary()
        self._classes: dict[int, str] = {}

    def all(self) -> Iterator[Found]:
        labels = dict(self._labels())
        for number, name in self._layout.names.items():
            slug = self._vocabulary.add_class(name)
            if slug is not None:
                self._classes[number] = slug
        self._vocabulary.boxes, self._vocabulary.polygons = self._kinds(labels)
        yield FoundOntology(self._vocabulary.ontology())
        yield from self._listed()
        for path, image in labels.items():
            yield from self._file(path, image)
        labelled = set(labels.values())
        for image in sorted(self._images.keys() - labelled):
            if self._split(image):
                yield FoundLabel(image, self._layout.file, [], answered=False, split=self._split(image))

    def _labels(self) -> Iterator[tuple[str, str | None]]:
        """Yield label file to picture; None for one that stands where labels stand but whose picture is not here."""
        images = {path: image for image in self._images for path in _label_paths(image)}
        for path in sorted(self._texts - self._layout.lists.keys()):
            if path in images:
                yield path, images[path]
            elif any(folder in path.split("/")[:-1] for folder in _FOLDERS):
                yield path, None

    def _kinds(self, labels: dict[str, str | None]) -> tuple[bool, bool]:
        boxes = polygons = False
        for path in labels:
            for line in self._lines(path):
                columns = len(line.split(maxsplit=7))
                boxes, polygons = boxes or columns == 5, polygons or columns > 6
                if boxes and polygons:
                    return True, True
        return boxes, polygons

    def _lines(self, path: str) -> list[str]:
        try:
            return read_text(self._open, path, _MAX_BYTES).splitlines()
        except BadFile:
            return []

    def _listed(self) -> Iterator[Found]:
        """Read the split lists; pictures that they name and that are not here are missing."""
        for path, split in self._layout.lists.items():
            if path not in self._texts:
                yield FoundProblem(
                    self._layout.file, None, "yolo.list", f"The list {shown(path)} is not here.", "warning"
                )
                continue
            try:
                for name in listed_pictures(self._open, path):
                    yield from self._one_listed(name, path, split)
            except BadFile as error:
                yield FoundProblem(path, None, f"yolo.{error.facts['reason']}", error.message, "refused")

    def _one_listed(self, name: str, path: str, split: Split) -> Iterator[Found]:
        try:
            self._splits[self._pictures.find(name, path, split)] = split
        except NotFound as error:
            yield error.found

    def _split(self, image: str) -> Split | None:
        return self._splits.get(image) or self._layout.split_of(image) or split_of(image)

    def _file(self, path: str, image: str | None) -> Iterator[Found]:
        if image is None:
            yield FoundMissing(splitext(path)[0], path)
            return
        try:
            size = self._pictures.size(image, path)
            lines = read_text(self._open, path, _MAX_BYTES).splitlines()
        except NotFound as error:
            yield error.found
            return
        except BadFile as error:
            yield FoundProblem(path, None, f"yolo.{error.facts['reason']}", error.message, "refused")
            return
        objects: list[FoundObject] = []
        refused = 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            at = f"line {number}"
            try:
                class_, geometry = parse_line(line, size, self._classes)
                objects.append(FoundObject(at, str(number), TASK, self._classes[class_], geometry))
            except RefusedLine as error:
                refused += 1
                yield FoundProblem(path, at, error.code, error.message, "refused", str(number))
        yield FoundLabel(image, path, objects, answered=bool(objects) or not refused, split=self._split(image))


def _label_paths(image: str) -> Iterator[str]:
    """Yield where the label file of a picture may stand: beside it, or in ``labels`` instead of ``images``."""
    stem, suffix = splitext(image)
    if suffix.lower() not in SUFFIXES:
        return
    yield stem + ".txt"
    folders = stem.split("/")
    if "images" in folders[:-1]:
        last = len(folders) - 2 - folders[-2::-1].index("images")
        yield "/".join([*folders[:last], "labels", *folders[last + 1 :]]) + ".txt"
