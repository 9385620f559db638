"""What a verification found, in words that name the first wrong entry."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was signed: the file, and what is wrong with it."""

    file: str
    words: str

    def __str__(self) -> str:
        return f"{self.file}: {self.words}"


@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry that is not what was signed. Id and action are read from its changed bytes, so they may be wrong too."""

    index: int
    event_id: UUID | None
    action: str | None
    words: str

    def __str__(self) -> str:
        name = f"event {self.event_id}" if self.event_id else "event id unreadable"
        return f"entry {self.index} ({name}, {self.action or 'action unreadable'}): {self.words}"


@dataclass(slots=True)
class Report:
    """The outcome of ``verify``. ``ok`` only when every byte of every file is what a known key signed."""

    folder: Path
    origin: str | None = None
    size: int = 0
    """Events under the checkpoint."""
    root: bytes | None = None
    own_key: bool = False
    """The key came from the folder itself: this shows that the log agrees with itself, not whose log it is."""
    payloads: int = 0
    """Disclosed payloads that match their commitments."""
    first_bad: BadEntry | None = None
    problems: list[Problem] = field(default_factory=list[Problem])
    notices: list[str] = field(default_factory=list[str])
    """What is not wrong and not proved either, such as signatures of unknown witnesses."""

    @property
    def ok(self) -> bool:
        """Nothing was found wrong."""
        return not self.problems and self.first_bad is None

    def blame(self, file: str, words: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(file, words))

    def __str__(self) -> str:
        if self.ok:
            return f"{self.size} events verified under the checkpoint of {self.origin}."
        if self.first_bad is not None:
            return f"The ledger was changed. First bad {self.first_bad}"
        return f"The ledger is not as it was signed. {self.problems[0]}"
