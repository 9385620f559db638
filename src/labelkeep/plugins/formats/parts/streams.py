"""Reads the files of a stranger up to a stated size."""

from labelkeep.core.errors import Invalid
from labelkeep.domain.assets.formats import Open


class BadFile(Invalid):
    """An annotation file cannot be used at all; the message says why, ``facts["reason"]`` is a stable word."""

    code = "file.refused"


def bad_file(reason: str, message: str) -> BadFile:
    """Return the error for one file."""
    return BadFile(message, reason=reason)


def read_all(open_file: Open, path: str, limit: int) -> bytes:
    """Return the bytes of a file; raises ``BadFile`` beyond ``limit`` bytes."""
    with open_file(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise bad_file("too_large", f"This file has more than {limit} bytes; that is the most that is read.")
    return data


def read_text(open_file: Open, path: str, limit: int) -> str:
    """Return the UTF-8 text of a file; raises ``BadFile`` when it is too large or not UTF-8."""
    data = read_all(open_file, path, limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise bad_file("encoding", f"Line {line} of this file is not UTF-8. Save it as UTF-8 and try again.") from error
