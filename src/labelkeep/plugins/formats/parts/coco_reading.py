"""Reads COCO files: boxes, polygons, masks, keypoints, attributes as CVAT writes them."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from posixpath import basename
from typing import Any

from labelkeep.core.strictjson import BadJson
from labelkeep.domain.assets.formats import (
    Found,
    FoundClassification,
    FoundLabel,
    FoundObject,
    FoundOntology,
    FoundProblem,
    Open,
    Sizes,
    SourceFile,
    Split,
)
from labelkeep.plugins.formats.parts.coco_rows import RefusedRow, Row, geometry_of, keypoints_of
from labelkeep.plugins.formats.parts.coco_survey import NOBODY, Picture, Survey, attributes_of, hashable, survey
from labelkeep.plugins.formats.parts.pictures import NotFound, Pictures, size_problem, split_of
from labelkeep.plugins.formats.parts.vocabulary import PICTURE, SKELETONS, TASK, Vocabulary, shown

_IMAGES = re.compile(rb'"images"\s*:\s*\[')
_ROWS = re.compile(rb'"(?:annotations|categories|licenses|info)"\s*:\s*[\[{]')
_NOT_INSTANCES = ("person_keypoints", "captions", "panoptic", "image_info", "labels", "stuff")
_SLICE = 1_000


def sniff(files: Sequence[SourceFile]) -> float:
    """Return 0.9 when one of the files has the members of a COCO file in its beginning."""
    return 0.9 if any(_is_coco(file) for file in files) else 0.0


def claims(files: Sequence[SourceFile]) -> list[str]:
    """Return the COCO files."""
    return sorted(file.path for file in files if _is_coco(file))


def read(files: Sequence[SourceFile], open_file: Open, images: Sizes) -> Iterator[Found]:
    """Yield the ontology of all COCO files together, then their remarks and labels, file by file."""
    chosen, problems = _choose(files)
    vocabulary, pictures, taken = Vocabulary(), Pictures(images), dict[str, str]()
    with ExitStack() as stack:
        surveys: list[Survey] = []
        for path in chosen:
            try:
                surveys.append(survey(path, stack.enter_context(open_file(path)), vocabulary))
            except BadJson as error:
                problems.append(FoundProblem(path, None, f"json.{error.facts['reason']}", error.message, "refused"))
        if surveys:
            yield FoundOntology(vocabulary.ontology())
        yield from problems
        for one in surveys:
            yield from one.problems
            yield from _File(one, vocabulary, pictures, taken).labels()


def _is_coco(file: SourceFile) -> bool:
    if not file.path.lower().endswith(".json"):
        return False
    head = file.head()
    return bool(_IMAGES.search(head) and (_ROWS.search(head) or b'"file_name"' in head)) or b'"image_id"' in head


def _choose(files: Sequence[SourceFile]) -> tuple[list[str], list[FoundProblem]]:
    """Return the files to read. Beside ``instances_*.json`` the other official files repeat the same objects."""
    paths = claims(files)
    if not any(basename(path).startswith("instances") for path in paths):
        return paths, []
    skipped = [path for path in paths if basename(path).startswith(_NOT_INSTANCES)]
    message = "Not read: beside instances files it repeats their objects or holds kinds that come with a later version."
    problems = [FoundProblem(path, None, "coco.file_skipped", message, "warning") for path in skipped]
    return [path for path in paths if path not in skipped], problems


class _File:
    """The second pass over one file: rows by picture."""

    def __init__(self, found: Survey, vocabulary: Vocabulary, pictures: Pictures, taken: dict[str, str]) -> None:
        self._found = found
        self._path = found.path
        self._vocabulary = vocabulary
        self._pictures = pictures
        self._taken = taken
        self._split: Split | None = split_of(found.path)
        self._twice = found.duplicates()

    def labels(self) -> Iterator[Found]:
        for number, rows in self._found.grouped():
            if number == NOBODY:
                yield from self._ownerless(rows)
            else:
                yield from self._picture(self._found.pictures[number], rows)

    def _picture(self, picture: Picture, rows: list[int]) -> Iterator[Found]:
        try:
            image = self._pictures.find(picture.name, self._path, self._split)
            size = self._pictures.size(image, self._path)
        except NotFound as error:
            yield error.found
            return
        wrong = list(size_problem(picture.declared, size, image, self._path))
        if self._taken.setdefault(image, self._path + picture.foreign) != self._path + picture.foreign:
            message = f"The picture {shown(image)} already has labels from another entry; these are not imported."
            wrong.append(FoundProblem(self._path, None, "picture.repeated", message, "refused"))
        if wrong:
            yield from wrong
            return
        objects: list[FoundObject] = []
        for row, number in self._read(rows):
            at, foreign = f"annotations/{number}", shown(row.get("id"), 200)
            try:
                for one in self._objects(row, number, at, foreign):
                    objects.append(one)  # noqa: PERF402  the box of a row stays when its keypoints are refused
            except RefusedRow as refused:
                yield FoundProblem(self._path, at, refused.code, refused.message, "refused", foreign)
        yield FoundLabel(
            image=image,
            file=self._path,
            objects=objects,
            classifications=self._classifications(picture),
            answered=bool(objects),
            split=self._split or split_of(image),
            declared=picture.declared,
            foreign={"image_id": picture.foreign},
        )

    def _objects(self, row: Row, number: int, at: str, foreign: str) -> Iterator[FoundObject]:
        """Yield the object of a row; its keypoints are an object of their own, in one group with it."""
        key = hashable(row.get("category_id"))
        class_ = self._found.classes.get(key)
        if class_ is None:
            raise RefusedRow("coco.unknown_category", f"There is no category {shown(row.get('category_id'))}.")
        if self._twice[number]:
            raise RefusedRow("coco.duplicate_id", f"An earlier annotation has the id {foreign} too.")
        answers = self._answers(class_, row)
        group = f"coco-{number}" if row.get("num_keypoints") and row.get("lk_kind") != "skeleton" else None
        if row.get("lk_kind") != "skeleton":
            yield FoundObject(at, foreign, TASK, class_, geometry_of(row), answers, group=group)
            answers = []
        skeleton = keypoints_of(row, self._found.nodes.get(key, [])) if row.get("keypoints") else None
        if skeleton is not None:
            yield FoundObject(at, foreign, SKELETONS, class_, skeleton, answers, group=group)

    def _answers(self, class_: str, row: Row) -> list[dict[str, Any]]:
        if not row.get("attributes") and not row.get("iscrowd"):
            return []
        answers = (self._vocabulary.answer(class_, key, value) for key, value in attributes_of(row).items())
        return [answer for answer in answers if answer is not None]

    def _classifications(self, picture: Picture) -> list[FoundClassification]:
        answers = [self._vocabulary.answer(PICTURE, key, value) for key, value in picture.attributes.items()]
        kept = [answer for answer in answers if answer is not None]
        return [FoundClassification(PICTURE, kept)] if kept else []

    def _ownerless(self, rows: list[int]) -> Iterator[Found]:
        for row, number in self._read(rows):
            message = f"There is no image {shown(row.get('image_id'))}."
            foreign = shown(row.get("id"), 200)
            yield FoundProblem(self._path, f"annotations/{number}", "coco.unknown_image", message, "refused", foreign)

    def _read(self, rows: list[int]) -> Iterator[tuple[Row, int]]:
        for first in range(0, len(rows), _SLICE):
            numbers = rows[first : first + _SLICE]
            yield from zip(self._found.rows.pick(numbers), numbers, strict=True)
