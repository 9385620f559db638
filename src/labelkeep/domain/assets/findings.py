"""The parent of readers in the sandbox: gives them the bytes they ask for, takes what they find, and trusts nothing."""

import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, Protocol
from uuid import UUID

import orjson
import structlog
from pydantic import TypeAdapter, ValidationError

from labelkeep.core.errors import Invalid, LabelkeepError
from labelkeep.domain.assets.formats import Found, FoundLabel, FoundProblem, decode_all
from labelkeep.domain.assets.grouping import in_order
from labelkeep.domain.assets.intake import Remark, Target
from labelkeep.domain.assets.names import shown
from labelkeep.domain.assets.origins import Named, Origin
from labelkeep.domain.assets.reading import Outcome
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.infra.sandbox import MediaRefused
from labelkeep.infra.sandbox.conversing import Answer
from labelkeep.infra.sandbox.frames import Message
from labelkeep.infra.sandbox.limits import Limits

log = structlog.get_logger()
_MIB = 1 << 20
_MOST_READ = 4 * _MIB
_OPEN_FILES = 8
_AHEAD = 4
_WAIT = 0.2
_ONTOLOGIES: TypeAdapter[list[Ontology | None]] = TypeAdapter(list[Ontology | None])
_OUTCOMES: TypeAdapter[list[Outcome]] = TypeAdapter(list[Outcome])


class Readers(Protocol):
    """The readers of annotation files, joined to their sandbox."""

    def read(self, payload: bytes, answer: Answer, limits: Limits) -> Iterator[Message]:
        """Run them in a child of their own."""
        ...


class Findings:
    """What readers find in an import's files from finding ``skip`` on, each with the ontology of its reader."""

    def __init__(
        self,
        readers: Readers,
        origin: Origin,
        wanted: str,
        others: Sequence[Named],
        targets: Mapping[str, Target],
        skip: int,
        *,
        grouped: bool = False,
    ) -> None:
        self.targets = {plain(name): target for name, target in targets.items()}
        self.place = skip
        self.ontologies: list[Ontology | None] = []
        self._outcomes: dict[str, Outcome] = {}
        self._files = [plain(file.name) for file in others]
        self._ahead: _Ahead | None = None
        self._found: Iterator[tuple[Ontology | None, Found]] = iter(())
        if wanted == "none" or not others:
            return
        pictures = {path: (to.width, to.height) if to.part_id else None for path, to in self.targets.items()}
        files = [(path, file.size) for path, file in zip(self._files, others, strict=True)]
        groups = _groups(self.targets) if grouped else []
        payload = orjson.dumps({"wanted": wanted, "skip": skip, "files": files, "pictures": pictures, "groups": groups})
        limits = _limits(sum(file.size for file in others), len(files) + len(pictures), holds=bool(groups))
        self._ahead = _Ahead(readers.read(payload, _Answering(origin, others), limits))
        self._found = self._all(self._ahead)
        self._begin(self._ahead)

    def __iter__(self) -> Iterator[tuple[Ontology | None, Found]]:
        """Yield each finding with the ontology of its reader."""
        for each in self._found:
            self.place += 1
            yield each

    def outcome(self, path: str) -> Remark | None:
        """Return what to say of a file at the end; None when nobody read it."""
        said = self._outcomes.get(plain(path))
        return None if said is None or said.level is None else Remark(path, said.level, said.code, shown(said.message))

    def spoken_of(self, path: str) -> bool:
        """Say whether a reader has said something about a file."""
        said = self._outcomes.get(plain(path))
        return said is not None and said.spoken

    def close(self) -> None:
        """Stop the child."""
        if self._ahead is not None:
            self._ahead.close()

    def _begin(self, messages: Iterator[Message]) -> None:
        try:
            first = next(messages)
            self.ontologies = _ONTOLOGIES.validate_json(first.parts[0])
        except (StopIteration, IndexError, ValidationError, MediaRefused) as error:
            self._found = iter([(None, self._stopped(error))])

    def _all(self, messages: Iterator[Message]) -> Iterator[tuple[Ontology | None, Found]]:
        try:
            for message in messages:
                if "outcomes" in message.facts:
                    self._outcomes |= {each.path: each for each in _OUTCOMES.validate_json(message.parts[0])}
                    continue
                ontology = self.ontologies[int(message.facts["reader"])]
                for found in decode_all(message.parts[0]):
                    if isinstance(found, FoundLabel) and not self.targets.keys() >= images_of(found):
                        raise Invalid("A reader spoke of a picture that it was not told of.")
                    yield ontology, found
        except (MediaRefused, Invalid, ValidationError, LookupError, ValueError, TypeError) as error:
            self.close()
            yield None, self._stopped(error)

    def _stopped(self, error: Exception) -> FoundProblem:
        code = error.code if isinstance(error, LabelkeepError) else type(error).__name__
        log.warning("import.reader_stopped", error=code)
        why = error.message if isinstance(error, MediaRefused) else "The reader gave no clear answer."
        file = self._files[0] if len(self._files) == 1 else "annotations"
        message = f"Reading the annotation files was stopped: {why} Labels so far were kept."
        spoken = {path: Outcome(path, "refused", "annotations.not_read", message, False) for path in self._files}
        self._outcomes = spoken | self._outcomes
        return FoundProblem(file, None, "format.stopped", message, "refused")


def images_of(label: FoundLabel) -> set[str]:
    """Return every picture that a label speaks of."""
    others = [*(one.image for one in label.objects), *(one.image for one in label.classifications)]
    return {label.image, *(image for image in others if image is not None)}


def plain(name: str) -> str:
    """Return a name as readers see it: bytes of a disk that are no text become visible escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _groups(targets: Mapping[str, Target]) -> list[list[str]]:
    """Return the pictures of each asset that has several, in the order of its parts."""
    found: dict[UUID, list[str]] = {}
    for path, target in targets.items():
        found.setdefault(target.asset_id, []).append(path)
    return [in_order(paths) for paths in found.values() if len(paths) > 1]


def _limits(size: int, names: int, *, holds: bool) -> Limits:
    """Return bounds in proportion: a tenth of the usual speed, an index of the rows, the names twice.

    A reader that ``holds`` labels until their asset is complete gets room for those of files up to 200 MiB.
    """
    room = min(10 * size // _MIB, 2_048) if holds else 0
    return Limits(
        cpu_seconds=60 + size // _MIB,
        wall_seconds=86_400.0,
        memory_mib=224 + 2 * size // _MIB + names // 500 + room,
        output_mib=64 + 16 * size // _MIB + names // 500,
    )


class _Answering:
    """Reads the ranges that a child asks for, from the files of this import and no others."""

    def __init__(self, origin: Origin, files: Sequence[Named]) -> None:
        self._origin = origin
        self._files = files
        self._open: dict[int, BinaryIO] = {}

    def __call__(self, asked: dict[str, Any]) -> Message:
        try:
            number, start, length = (int(asked[key]) for key in ("file", "start", "length"))
            if number < 0 or start < 0 or not 0 < length <= _MOST_READ:
                return Message({"no": True})
            stream = self._stream(number)
            stream.seek(start)
            return Message({}, (stream.read(length),))
        except (LabelkeepError, OSError, LookupError, TypeError, ValueError):
            return Message({"no": True})

    def close(self) -> None:
        for stream in self._open.values():
            stream.close()
        self._open.clear()

    def _stream(self, number: int) -> BinaryIO:
        if number not in self._open:
            while len(self._open) >= _OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            self._open[number] = self._origin.open(self._files[number])
        return self._open[number]


class _Ahead(Iterator[Message]):
    """Takes messages in a thread of its own, a few ahead, so that child and parent work at the same time."""

    def __init__(self, messages: Iterator[Message]) -> None:
        self._messages = messages
        self._waiting: queue.Queue[Message | Exception | None] = queue.Queue(_AHEAD)
        self._closed = threading.Event()
        threading.Thread(target=self._take, name="labelkeep-findings", daemon=True).start()

    def __next__(self) -> Message:
        found = None if self._closed.is_set() else self._waiting.get()
        if isinstance(found, Exception):
            self._closed.set()
            raise found
        if found is None:
            self._closed.set()
            raise StopIteration
        return found

    def close(self) -> None:
        """End the thread after the message that it waits for, and with it the child."""
        self._closed.set()

    def _take(self) -> None:
        last: Exception | None = None
        try:
            for message in self._messages:
                if not self._put(message):
                    return
        except Exception as error:  # noqa: BLE001  it is raised where the messages are taken
            last = error
        finally:
            with suppress(Exception):
                self._messages.close()  # type: ignore[attr-defined]  a generator
        self._put(last)

    def _put(self, message: Message | Exception | None) -> bool:
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._waiting.put(message, timeout=_WAIT)
                return True
        return False
