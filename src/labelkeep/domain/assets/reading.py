"""One pass of all readers over an import's annotation files, kept open between turns and opened again after a kill."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

import structlog

from labelkeep.domain.assets.formats import HEAD_BYTES, Found, FoundOntology, FoundProblem, Reader, Sizes, SourceFile
from labelkeep.domain.assets.intake import Remark, Target
from labelkeep.domain.assets.names import shown
from labelkeep.domain.assets.origins import Named, Origin
from labelkeep.domain.ontology.shapes import Ontology

log = structlog.get_logger()
SURE = 0.5
"""How sure a reader must be, when the format is to be found out."""


class Reading:
    """What the chosen readers find, in order, one after the other."""

    def __init__(
        self, origin: Origin, readers: Sequence[Reader], others: Sequence[Named], targets: Mapping[str, Target]
    ) -> None:
        self._origin = origin
        self._by_path = {file.name: file for file in others}
        self.targets = targets
        self.place = 0
        self._claimed: dict[str, Reader] = {}
        self._opened: set[str] = set()
        self._named: set[str] = set()
        self._refused: set[str] = set()
        given = [SourceFile(file.name, file.size, _head(origin, file)) for file in others]
        sizes: Sizes = {path: (to.width, to.height) if to.part_id else None for path, to in targets.items()}
        self._streams: list[tuple[Ontology | None, Iterator[Found]]] = []
        for reader in readers:
            for path in reader.claims(given):
                self._claimed.setdefault(path, reader)
            self._streams.append(_begun(_guarded(reader, given, self._open, sizes)))
        self._found = self._all()

    @property
    def ontologies(self) -> list[Ontology]:
        """What the files speak of, reader by reader."""
        return [ontology for ontology, _ in self._streams if ontology is not None]

    def skip(self, place: int) -> None:
        """Go on after ``place`` findings that an earlier turn has dealt with."""
        for _ in itertools.islice(self, place):
            pass

    def __iter__(self) -> Iterator[tuple[Ontology | None, Found]]:
        """Yield each finding with the ontology of its reader."""
        for each in self._found:
            self.place += 1
            found = each[1]
            if isinstance(found, FoundProblem):
                self._named.add(found.file)
                if found.at is None and found.level == "refused":
                    self._refused.add(found.file)
            yield each

    def outcome(self, path: str) -> Remark | None:
        """Return what to say of an annotation file; None when nobody read it and nobody spoke of it."""
        reader = self._claimed.get(path)
        if reader is None or path in self._refused:
            return None
        if path in self._opened:
            return Remark(path, "ok", "annotations.read", f"Read as {reader.label}.")
        refused = next((other for other in self._refused if self._claimed.get(other) is reader), None)
        if refused is None:
            return None
        message = f"Not read as {reader.label}, because {shown(refused)} was refused."
        return Remark(path, "refused", "annotations.not_read", message)

    def spoken_of(self, path: str) -> bool:
        """Say whether a reader has said something about a file."""
        return path in self._named

    def _all(self) -> Iterator[tuple[Ontology | None, Found]]:
        for ontology, stream in self._streams:
            for found in stream:
                yield ontology, found

    def _open(self, path: str) -> BinaryIO:
        self._opened.add(path)
        return self._origin.open(self._by_path[path])


def chosen(formats: Mapping[str, Reader], wanted: str, origin: Origin, others: Sequence[Named]) -> list[Reader]:
    """Return the readers for an import: the one that was named, or all that are sure, the surest first."""
    if wanted == "none" or not others:
        return []
    if wanted != "auto":
        return [formats[wanted]]
    given = [SourceFile(file.name, file.size, _head(origin, file)) for file in others]
    scores = sorted(((reader.sniff(given), name) for name, reader in formats.items()), reverse=True)
    return [formats[name] for score, name in scores if score >= SURE]


def _head(origin: Origin, file: Named) -> Callable[[], bytes]:
    def head() -> bytes:
        return origin.head(file, HEAD_BYTES)

    return head


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
    except Exception as error:  # noqa: BLE001  a hostile file must not end the job
        log.warning("import.reader_fault", reader=reader.name, error=type(error).__name__)
        claimed = reader.claims(files)
        message = f"Reading {reader.label} stopped at something that it does not understand. Labels so far were kept."
        yield FoundProblem(claimed[0] if claimed else "", None, "format.fault", message, "refused")
