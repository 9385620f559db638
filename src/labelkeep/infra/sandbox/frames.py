"""The words between parent and child: length-prefixed frames of one JSON header and binary parts.

A frame is ``!II`` (bytes of JSON, number of parts), then one ``!I`` length per part, the JSON and the parts. Both
ends bound every length before they read, since the other end may be taken over by the file it decodes.
"""

import json
import os
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

MAX_HEADER = 256 * 1024
MAX_PARTS = 16
MAX_PART = 64 * 1024 * 1024
_START = struct.Struct("!II")
_as_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
"""Made once: ``json.dumps`` with options makes an encoder for each frame, and a tile has two."""


class FrameDamaged(Exception):
    """The other end sent what is not a frame, or one beyond the bounds."""


@dataclass(frozen=True)
class Message:
    """One thing said by a task: JSON facts and binary parts."""

    facts: dict[str, Any]
    parts: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Usage:
    """What one child took: CPU and wall seconds, peak memory and memory before the job in KiB of resident pages."""

    cpu_seconds: float
    wall_seconds: float
    peak_kib: int
    idle_kib: int

    @property
    def above_idle_mib(self) -> float:
        """Peak memory above the idle child in MiB."""
        return max(0, self.peak_kib - self.idle_kib) / 1024


def encode(message: Message) -> list[bytes]:
    """Return the frame as buffers to be written one after the other."""
    header = _as_json(message.facts).encode()
    lengths = struct.pack(f"!{len(message.parts)}I", *map(len, message.parts))
    return [_START.pack(len(header), len(message.parts)) + lengths + header, *message.parts]


def write(descriptor: int, message: Message) -> None:
    """Write one frame to a blocking descriptor, at once where it fits: each piece would wake the other end."""
    rest = [memoryview(buffer) for buffer in encode(message)]
    while rest:
        sent = os.writev(descriptor, rest)
        while rest and sent >= len(rest[0]):
            sent -= len(rest.pop(0))
        if rest:
            rest[0] = rest[0][sent:]


def read(exactly: Callable[[int], bytes]) -> Message | None:
    """Read one frame by ``exactly(n)``, which returns n bytes, or fewer at the end of the stream; None at a clean end.

    Raises ``FrameDamaged`` for lengths beyond the bounds, a frame cut short, or a header that is not a JSON object.
    """
    start = exactly(_START.size)
    if not start:
        return None
    header_length, count = _START.unpack(_whole(start, _START.size))
    if header_length > MAX_HEADER or count > MAX_PARTS:
        raise FrameDamaged("frame beyond the bounds")
    lengths = struct.unpack(f"!{count}I", _whole(exactly(4 * count), 4 * count))
    if any(length > MAX_PART for length in lengths):
        raise FrameDamaged("part beyond the bounds")
    facts = _facts(_whole(exactly(header_length), header_length))
    return Message(facts, tuple(_whole(exactly(length), length) for length in lengths))


def _whole(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise FrameDamaged("frame cut short")
    return data


def _facts(header: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise FrameDamaged("header is not JSON") from error
    if not isinstance(facts, dict):
        raise FrameDamaged("header is not an object")
    return facts  # pyright: ignore[reportUnknownVariableType]  # JSON objects have string keys


def exactly_from(descriptor: int) -> Callable[[int], bytes]:
    """Return a reader of n bytes from a blocking descriptor."""

    def exactly(length: int) -> bytes:
        pieces = bytearray()
        while len(pieces) < length:
            piece = os.read(descriptor, min(length - len(pieces), 1 << 20))
            if not piece:
                break
            pieces += piece
        return bytes(pieces)

    return exactly


def send_all(send: Callable[[bytes], object], messages: Iterable[Message]) -> None:
    """Send frames through ``send`` (a socket's ``sendall``)."""
    for message in messages:
        for buffer in encode(message):
            send(buffer)
