"""What goes out of the evidence room."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class ActorRef(Strict):
    """Who acted; the name is empty for somebody whom the reader may not see."""

    id: UUID
    name: str


class EventOut(Strict):
    """One event: ``facts`` is its opened payload (null when its key was destroyed), ``leaf`` its place in the log.

    ``entry`` is the public leaf as it stands in the log: all that a stranger who holds the log sees of the event.
    """

    id: UUID
    at: datetime
    action: str
    actor: ActorRef | None
    object_type: str
    object_id: UUID | None
    outcome: str
    leaf: int | None
    entry: str
    facts: dict[str, Any] | None


class EventDetail(EventOut):
    """One event with ``opened``: base64 of salt and padded payload, whose SHA-256 is the entry's ``pc``.

    Null when the key was destroyed.
    """

    opened: str | None


class LedgerOut(Strict):
    """A page of events, newest first."""

    items: list[EventOut]
    next: str | None = None


class ActionsOut(Strict):
    """The closed list of words for what can happen."""

    items: list[str]
    next: str | None = None


class CheckpointOut(Strict):
    """The last signed checkpoint, the key that checks it, and how many events it covers."""

    note: str
    vkey: str
    size: int


class Package(Strict):
    """A package that the server is made of; ``licence`` is what it states of itself, empty where it states none."""

    name: str
    version: str
    licence: str


class Head(Strict):
    """The newest signed head of the log: its name, number of events, root hash (hex) and the key that checks it."""

    origin: str
    size: int
    root: str
    vkey: str


class About(Strict):
    """What runs here; ``database`` is Labelkeep's own or a server that the operator named."""

    version: str
    licence: str
    packages: list[Package]
    database: Literal["own", "server"]
    head: Head | None
