"""Real and made files as a reader is given them."""

import io
from pathlib import Path

import pytest

from labelkeep.domain.assets.formats import (
    Found,
    FoundLabel,
    FoundOntology,
    FoundProblem,
    Reader,
    Sizes,
    SourceFile,
    decode,
    encode,
)
from labelkeep.domain.ontology.shapes import Ontology

DATA = Path(__file__).parents[3] / ".." / "shared" / "data"


def shared(*parts: str) -> Path:
    """Return a folder or file of the shared data, or skip the test with a clear word."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared test data is not beside this repository: {'/'.join(parts)}")
    return path


def texts(root: Path, *only: str) -> dict[str, bytes]:
    """Return the bytes of all files below a folder, or of the named ones, by relative path."""
    paths = [root / name for name in only] or [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def read(reader: Reader, files: dict[str, bytes], images: Sizes) -> list[Found]:
    """Run a reader over bytes; each finding makes the way over the pipe and must come back equal."""
    found = list(reader.read(given(files), lambda path: io.BytesIO(files[path]), images))
    assert [decode(encode(one)) for one in found] == found
    return found


def given(files: dict[str, bytes]) -> list[SourceFile]:
    """Return files as a reader is given them."""
    return [SourceFile(path, len(data), lambda data=data: data[:65_536]) for path, data in files.items()]


def sniff(reader: Reader, files: dict[str, bytes]) -> float:
    """Return how sure a reader is."""
    return reader.sniff(given(files))


def labels(found: list[Found]) -> dict[str, FoundLabel]:
    """Return the labels by picture."""
    return {one.image: one for one in found if isinstance(one, FoundLabel)}


def problems(found: list[Found]) -> list[FoundProblem]:
    """Return the remarks."""
    return [one for one in found if isinstance(one, FoundProblem)]


def codes(found: list[Found]) -> list[str]:
    """Return the codes of the remarks in order."""
    return [one.code for one in problems(found)]


def ontology(found: list[Found]) -> Ontology:
    """Return the ontology, which must come first."""
    assert isinstance(found[0], FoundOntology)
    return found[0].ontology
