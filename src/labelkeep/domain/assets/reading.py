"""One pass of all readers over an import's annotation files: pure, so that it can run in the sandbox."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO, Literal, NamedTuple

from labelkeep.domain.assets.formats import Found, FoundOntology, FoundProblem, Open, Reader, Sizes, SourceFile
from labelkeep.domain.ontology.shapes import Ontology

SURE = 0.5
"""How sure a reader must be, when the format is to be found out."""


class Outcome(NamedTuple):
    """What to say of a file at the end: nothing when nobody read it; ``spoken`` when a reader said something of it."""

    path: str
    level: Literal["ok", "refused"] | None
    code: str
    message: str
    spoken: bool


class Reading:
    """What the chosen readers find, in order, one after the other; iterating gives the reader's number with each."""

    def __init__(self, readers: Sequence[Reader], files: Sequence[SourceFile], open_file: Open, sizes: Sizes) -> None:
        self._open_file = open_file
        self._files = files
        self._claimed: dict[str, Reader] = {}
        self._opened: set[str] = set()
        self._named: set[str] = set()
        self._refused: set[str] = set()
        self._streams: list[tuple[Ontology | None, Iterator[Found]]] = []
        for reader in readers:
            for path in reader.claims(files):
                self._claimed.setdefault(path, reader)
            self._streams.append(_begun(_guarded(reader, files, self._open, sizes)))

    @property
    def ontologies(self) -> list[Ontology | None]:
        """What the files speak of, reader by reader."""
        return [ontology for ontology, _ in self._streams]

    def __iter__(self) -> Iterator[tuple[int, Found]]:
        """Yield each finding with the number of its reader."""
        for number, (_, stream) in enumerate(self._streams):
            for found in stream:
                if isinstance(found, FoundProblem):
                    self._named.add(found.file)
                    if found.at is None and found.level == "refused":
                        self._refused.add(found.file)
                yield number, found

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what to say of each file; complete when everything was iterated."""
        for file in self._files:
            yield self._outcome(file.path)

    def _outcome(self, path: str) -> Outcome:
        spoken = path in self._named
        reader = self._claimed.get(path)
        if reader is None or path in self._refused:
            return Outcome(path, None, "", "", spoken)
        if path in self._opened:
            return Outcome(path, "ok", "annotations.read", f"Read as {reader.label}.", spoken)
        refused = next((other for other in self._refused if self._claimed.get(other) is reader), None)
        if refused is None:
            return Outcome(path, None, "", "", spoken)
        message = f"Not read as {reader.label}, because {refused} was refused."
        return Outcome(path, "refused", "annotations.not_read", message, spoken)

    def _open(self, path: str) -> BinaryIO:
        self._opened.add(path)
        return self._open_file(path)


def chosen(formats: Mapping[str, Reader], wanted: str, files: Sequence[SourceFile]) -> list[Reader]:
    """Return the readers for an import: the one that was named, or all that are sure, the surest first."""
    if wanted != "auto":
        return [formats[wanted]]
    scores = sorted(((reader.sniff(files), name) for name, reader in formats.items()), reverse=True)
    return [formats[name] for score, name in scores if score >= SURE]


def _begun(stream: Iterator[Found]) -> tuple[Ontology | None, Iterator[Found]]:
    """Take the ontology from the beginning of a reader's findings."""
    before: list[Found] = []
    for found in stream:
        if isinstance(found, FoundOntology):
            return found.ontology, itertools.chain(before, stream)
        before.append(found)
        if len(before) >= 10_000:
            break
    return None, itertools.chain(before, stream)


def _guarded(
    reader: Reader, files: Sequence[SourceFile], open_file: Callable[[str], BinaryIO], sizes: Sizes
) -> Iterator[Found]:
    """Yield what a reader finds; a fault of the reader is a line of the report, never the end of the import."""
    try:
        yield from reader.read(files, open_file, sizes)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a hostile file must not end the job
        claimed = reader.claims(files)
        message = (
            f"Reading {reader.label} stopped at something that it does not understand ({type(error).__name__}). "
            "Labels so far were kept."
        )
        yield FoundProblem(claimed[0] if claimed else "", None, "format.fault", message, "refused")
