"""The line: how a reviewed set statement reaches the database and its rows come back.

It speaks to libpq itself. The driver's cursor looks up, for each call, how every value is written and every column
read, and waits in Python for what a single call of the library waits for: that took three times as long as the journey.
What is written here is what the driver writes; values travel as parameters, never inside the statement.
"""

import re
from collections import namedtuple
from collections.abc import Mapping, Sequence
from datetime import datetime
from threading import get_ident, main_thread
from typing import Any, cast
from uuid import UUID

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

_PARAMETER = re.compile(r"%\((\w+)\)s")
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_BEGIN = b"lk begin"


class Asked:
    """A statement in the form that the server takes: ``$1`` for the first name, and so on."""

    __slots__ = ("name", "names", "row", "text")

    def __init__(self, name: str, source: str) -> None:
        self.name = f"lk {name}".encode()
        self.names: list[str] = []
        self.text = _PARAMETER.sub(self._place, source).replace("%%", "%").encode()
        self.row: Any = None
        """The named tuple of its rows, made with the first answer."""

    def _place(self, found: re.Match[str]) -> str:
        name = found[1]
        if name not in self.names:
            self.names.append(name)
        return f"${self.names.index(name) + 1}"


class Line:
    """One connection of the pool, and what the server knows already of the statements that travel on it."""

    def __init__(self, driver: "psycopg.Connection[Any]") -> None:
        self._driver = driver
        self._known: set[bytes] = set()
        self._values = Transformer.from_context(driver)

    def run(self, asked: Asked, values: Mapping[str, Any]) -> Sequence[Any]:
        """Run a statement in the connection's transaction, begun when there is none, and return its rows.

        Raises the driver's errors; ``KeyError`` for a value that is not given.
        """
        line = self._driver.pgconn
        given, formats = self._written([values[name] for name in asked.names])
        self._learn(line, asked.name, asked.text)
        if line.transaction_status == TransactionStatus.IDLE:
            self._learn(line, _BEGIN, b"BEGIN")
            self._good(line, line.exec_prepared(_BEGIN, None))
        # None is how the library takes NULL; its stub forgets that
        sent = cast("list[Buffer]", given)
        if get_ident() == main_thread().ident:
            result = self._interruptible(line, asked.name, sent, formats)
        else:
            result = line.exec_prepared(asked.name, sent, formats, Format.BINARY)
        return self._rows(asked, self._good(line, result))

    def _interruptible(self, line: PGconn, name: bytes, sent: "list[Buffer]", formats: list[int]) -> PGresult:
        """Wait as the driver does: a console command that is stopped by its person stops its statement too."""
        line.send_query_prepared(name, sent, formats, Format.BINARY)
        return self._driver.wait(execute(line))[-1]

    def commit(self) -> None:
        """Commit what was begun, if anything was; raise rather than let a failed transaction pass for a kept one."""
        if self._driver.pgconn.transaction_status == TransactionStatus.INERROR:
            raise psycopg.errors.InFailedSqlTransaction("a statement failed before: nothing can be committed")
        self._end(b"COMMIT")

    def rollback(self) -> None:
        """Roll back what was begun, if anything was."""
        self._end(b"ROLLBACK")

    def _end(self, verb: bytes) -> None:
        line = self._driver.pgconn
        if line.transaction_status == TransactionStatus.IDLE:
            return
        # not prepared: a failed transaction lets nothing be prepared in it
        self._good(line, line.exec_(verb))

    def _learn(self, line: PGconn, name: bytes, text: bytes) -> None:
        if name in self._known:
            return
        self._good(line, line.prepare(name, text))
        self._known.add(name)

    def _written(self, values: list[Any]) -> tuple[list[Buffer | None], list[int]]:
        pairs = [self._value(value) for value in values]
        return [given for given, _ in pairs], [form for _, form in pairs]

    def _value(self, value: Any) -> tuple[Buffer | None, int]:
        """Return a value as it travels. Its type is not said: the server takes it from the statement."""
        kind = cast("type[object]", type(value))
        if value is None:
            return None, Format.TEXT
        if kind is bytes:
            return value, Format.BINARY
        if kind is UUID or kind is int:
            return str(value).encode(), Format.TEXT
        if kind is bool:
            return (b"t" if value else b"f"), Format.TEXT
        if kind is datetime:
            return value.isoformat().encode(), Format.TEXT
        # text, lists and what is rare: the driver knows what must be escaped and what is refused
        form = PyFormat.BINARY if kind is list and any(isinstance(each, bytes) for each in value) else PyFormat.TEXT
        given = self._values.dump_sequence([value], [form])[0]
        return given, Format.BINARY if form is PyFormat.BINARY else Format.TEXT

    def _rows(self, asked: Asked, result: PGresult) -> Sequence[Any]:
        if result.status != ExecStatus.TUPLES_OK:
            return ()
        if asked.row is None:
            names = [(result.fname(n) or b"").decode() for n in range(result.nfields)]
            # the names are known at run time only
            asked.row = namedtuple("Row", names)._make  # pyright: ignore[reportUntypedNamedTuple]
        self._values.set_pgresult(result, format=Format.BINARY)
        return self._values.load_rows(0, result.ntuples, asked.row)

    def _good(self, line: PGconn, result: PGresult) -> PGresult:
        if result.status in _GOOD:
            return result
        if line.status != ConnStatus.OK:
            raise psycopg.OperationalError(line.get_error_message())
        raise error_from_result(result, encoding="utf-8")
