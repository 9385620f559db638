"""The one hardened JSON loader: a file of a stranger gives a value or a sentence that says what is wrong with it."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import numpy as np
import orjson

from labelkeep.core.errors import Invalid

MAX_DEPTH = 64
_OPEN, _CLOSE, _QUOTE = 1, -1, 34
_DELTA = np.zeros(256, dtype=np.int8)
_DELTA[[ord("["), ord("{")]] = _OPEN
_DELTA[[ord("]"), ord("}")]] = _CLOSE


class BadJson(Invalid):
    """The bytes are not JSON that we accept; ``facts["reason"]`` is a stable word for which rule they broke."""

    code = "json.invalid"


def bad(reason: str, message: str) -> BadJson:
    """Return the error for one broken rule, such as ``bad("too_deep", "...")``."""
    return BadJson(message, reason=reason)


def loads(data: bytes, *, max_bytes: int = 64 << 20, max_depth: int = MAX_DEPTH, allow_nan: bool = False) -> Any:
    """Return the value of UTF-8 JSON bytes.

    Refused with ``BadJson``: more than ``max_bytes``, nesting beyond ``max_depth`` (found before parsing, so no
    recursion can run away), a key twice in one object, integers beyond Python's digit limit, other encodings. ``NaN``,
    ``Infinity`` and ``-Infinity`` are refused too unless ``allow_nan``; then they come back as floats for the caller
    to judge.
    """
    if len(data) > max_bytes:
        raise bad("too_large", f"This JSON file has {len(data)} bytes; at most {max_bytes} are read.")
    Brackets(max_depth).feed(data)
    return parse(data, allow_nan=allow_nan)


def parse(data: bytes, *, allow_nan: bool) -> Any:
    """Parse bytes whose depth and size were already bounded; see ``loads`` for what is refused."""
    try:
        return _DECODE[allow_nan](data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise bad("encoding", "This JSON file is not UTF-8. Save it as UTF-8 and try again.") from error
    except json.JSONDecodeError as error:
        raise bad("syntax", f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise bad("too_deep", "This JSON is nested too deeply.") from error
    except ValueError as error:
        raise bad("number", "This JSON file holds an integer with more digits than can be read.") from error


def reparse(data: bytes) -> Any:
    """Parse bytes that ``parse`` accepted once already, several times faster."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:  # NaN, lone surrogates: what the fast parser does not know
        return parse(data, allow_nan=True)


class Brackets:
    """Follows nesting through a stream of chunks without parsing it, fast enough to run before every parse.

    ``feed`` returns, for each bracket outside strings, its position in the stream, +1 or -1, and the depth after it.
    Raises ``BadJson`` as soon as the depth passes ``max_depth`` or falls below zero.
    """

    def __init__(self, max_depth: int) -> None:
        self._max_depth = max_depth
        self._tail = b""
        self._in_string = False
        self.depth = 0
        self.position = 0

    def feed(self, chunk: bytes) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]":
        """Follow one more chunk; an escape may be cut by its end."""
        at, delta = self._structure(self._held(chunk))
        depth = np.cumsum(delta, dtype=np.int64) + self.depth
        if depth.size:
            if int(depth.max()) > self._max_depth:
                raise bad("too_deep", f"This JSON is nested deeper than {self._max_depth} levels.")
            if int(depth.min()) < 0:
                raise bad("syntax", "This is not JSON: a bracket closes that was never opened.")
            self.depth = int(depth[-1])
        return at, delta, depth

    def _held(self, chunk: bytes) -> bytes:
        """Join what the last chunk held back, and hold back a backslash whose partner has not come yet."""
        data = self._tail + chunk
        run = len(data) - len(data.rstrip(b"\\"))
        self._tail = b"\\" if run % 2 else b""
        return data[:-1] if run % 2 else data

    def _structure(self, body: bytes) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
        start = self.position
        self.position += len(body)
        if b"\\" in body:  # same length, so that positions stay true
            body = body.replace(b"\\\\", b"  ").replace(b'\\"', b"  ")
        raw = np.frombuffer(body, dtype=np.uint8)
        quotes = np.flatnonzero(raw == _QUOTE)
        delta = _DELTA[raw]
        at = np.flatnonzero(delta)
        outside = (np.searchsorted(quotes, at) + self._in_string) % 2 == 0
        self._in_string ^= bool(quotes.size % 2)
        at = at[outside]
        return at + start, delta[at]


def _no_constant(name: str) -> NoReturn:
    raise bad("not_finite", f"This JSON file holds {name}, which is not a number.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise bad("duplicate_key", f"This JSON file has the key {_twice(key for key, _ in pairs)} twice in one object.")
    return result


def _twice(keys: Iterable[str]) -> str:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return ascii(key[:80])
        seen.add(key)
    return "?"


# Decoders are made once: json.loads with hooks would build a new one for each call.
_DECODE: dict[bool, Callable[[str], Any]] = {
    True: json.JSONDecoder(object_pairs_hook=_object).decode,
    False: json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant).decode,
}
