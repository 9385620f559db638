"""Our own JSON Lines: everything that we know, one asset a line, and the ontology beside it.

``ontology.json`` is ``lk-ontology/1``; each line of ``assets.jsonl`` is ``lk-release-asset/1``: asset, label,
provenance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import basename, dirname, join
from typing import Any, BinaryIO, cast
from uuid import UUID

import orjson
from pydantic import ValidationError

from labelkeep.core import strictjson
from labelkeep.core.errors import Invalid
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
)
from labelkeep.domain.labels.shapes import Label, LabelObject
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.releases.formats import ReleaseFacts, ReleaseItem
from labelkeep.domain.releases.lines import SCHEMA, line_of
from labelkeep.plugins.formats.parts.pictures import NotFound, Pictures, size_problem, split_of
from labelkeep.plugins.formats.parts.streams import BadFile, bad_file, read_all
from labelkeep.plugins.formats.parts.vocabulary import shown

_CHUNK = 1 << 20
_LINE = 64 << 20
_ONTOLOGY = 16 << 20


class Jsonl:
    """A reader and a writer of the native format."""

    name = "jsonl"
    label = "Labelkeep JSON Lines"
    extension = "jsonl"
    native = "assets.jsonl"

    def sniff(self, files: Sequence[SourceFile]) -> float:
        """Return 1 when a file begins with one of our lines."""
        return 1.0 if any(_is_ours(file) for file in files) else 0.0

    def claims(self, files: Sequence[SourceFile]) -> list[str]:
        """Return our files, with the ontology beside each."""
        ours = {file.path for file in files if _is_ours(file)}
        beside = {join(dirname(path), "ontology.json") for path in ours}
        return sorted(ours | {file.path for file in files if file.path in beside})

    def write(self, facts: ReleaseFacts, items: Iterable[ReleaseItem]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield ``ontology.json`` and ``assets.jsonl``; nothing is lost in this format."""
        yield "ontology.json", iter([orjson.dumps(facts.ontology.model_dump(mode="json"), option=orjson.OPT_INDENT_2)])
        yield self.native, _lines(items)

    def read(self, files: Sequence[SourceFile], open_file: Open, images: Sizes) -> Iterator[Found]:
        """Yield the ontology and the labels of one release, with the ids of their objects."""
        paths = [file.path for file in sorted(files, key=lambda file: file.path) if _is_ours(file)]
        pictures = Pictures(images)
        for number, path in enumerate(paths):
            if number:
                message = "Only one release can be imported at a time; this file was not read."
                yield FoundProblem(path, None, "jsonl.second", message, "refused")
                continue
            try:
                yield FoundOntology(_ontology(open_file, join(dirname(path), "ontology.json"), files))
                with open_file(path) as stream:
                    yield from _read_lines(stream, path, pictures)
            except (BadFile, strictjson.BadJson) as error:
                yield FoundProblem(path, None, f"{error.code}.{error.facts['reason']}", error.message, "refused")


KIND = Jsonl()


def _is_ours(file: SourceFile) -> bool:
    return basename(file.path).endswith(".jsonl") and SCHEMA.encode() in file.head()[:200]


def _lines(items: Iterable[ReleaseItem]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for item in items:
        line = line_of(item)
        waiting.append(line)
        size += len(line)
        if size > _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _ontology(open_file: Open, path: str, files: Sequence[SourceFile]) -> Ontology:
    if not any(file.path == path for file in files):
        raise bad_file("ontology", "There is no ontology.json beside this file.")
    try:
        return Ontology.model_validate(strictjson.loads(read_all(open_file, path, _ONTOLOGY)))
    except ValidationError as error:
        raise bad_file("ontology", "The ontology.json beside this file is not an ontology of this version.") from error


def _read_lines(stream: BinaryIO, path: str, pictures: Pictures) -> Iterator[Found]:
    number = 0
    while raw := stream.readline(_LINE + 1):
        number += 1
        at = f"line {number}"
        if len(raw) > _LINE:
            raise bad_file("too_large", f"Line {number} is longer than {_LINE} bytes.")
        try:
            yield from _read_line(strictjson.loads(raw, max_bytes=_LINE), path, at, pictures)
        except NotFound as error:
            yield error.found
        except (Invalid, ValidationError, KeyError, TypeError, ValueError):
            yield FoundProblem(path, at, "jsonl.line", f"Line {number} is not a labelled asset.", "refused")


def _read_line(row: dict[str, Any], path: str, at: str, pictures: Pictures) -> Iterator[Found]:
    asset = row["asset"]
    parts = sorted(cast("list[dict[str, Any]]", asset["parts"]), key=lambda part: int(part["order"]))
    images = [pictures.find(asset["name"], path)] if len(parts) == 1 else pictures.folder(asset["name"], path)
    if len(images) != len(parts):
        message = f"{shown(asset['name'])} has {len(parts)} pictures here, and {len(images)} in the folder of its name."
        yield FoundProblem(path, at, "jsonl.parts", message, "refused")
        return
    wrong = [
        each
        for part, image in zip(parts, images, strict=True)
        for each in size_problem((part["width"], part["height"]), pictures.size(image, path), image, path)
    ]
    if wrong:
        yield from wrong
        return
    label = None if row["label"] is None else Label.model_validate(row["label"])
    places = {UUID(part["id"]): image for part, image in zip(parts, images, strict=True)} if len(parts) > 1 else {}
    yield FoundLabel(
        image=images[0],
        file=path,
        objects=_objects(label, at, places) if label else [],
        classifications=_answers(label, places) if label else [],
        answered=label is not None,
        split=split_of(str(asset["split"])),
        declared=(parts[0]["width"], parts[0]["height"]),
        foreign={"asset": str(UUID(asset["id"]))},
        relations=[found.model_dump(mode="json") for found in label.relations] if label else [],
    )


def _objects(label: Label, at: str, places: Mapping[UUID, str]) -> list[FoundObject]:
    return [
        FoundObject(
            at=f"{at}, objects/{number}",
            foreign=str(found.id),
            task=found.task,
            class_=found.class_,
            geometry=cast("Any", _geometry(found)),
            attributes=[value.model_dump() for value in found.attributes],
            z=found.z,
            id=found.id,
            page=found.page,
            group=found.group,
            image=places[found.part] if places else None,
        )
        for number, found in enumerate(label.objects)
    ]


def _geometry(found: LabelObject) -> dict[str, Any]:
    """Return the geometry as a finding: a mask's bbox follows from its runs, upright boxes say no rotation."""
    geometry = found.geometry.model_dump()
    if geometry["kind"] == "mask" or (geometry["kind"] == "bbox" and not geometry["rotation"]):
        del geometry["bbox" if geometry["kind"] == "mask" else "rotation"]
    return geometry


def _answers(label: Label, places: Mapping[UUID, str]) -> list[FoundClassification]:
    return [
        FoundClassification(
            answer.task,
            [value.model_dump() for value in answer.attributes],
            answer.id,
            of_part=answer.part is not None,
            page=answer.page,
            image=places[answer.part] if places and answer.part else None,
        )
        for answer in label.classifications
    ]
