"""The closed list of reviewed set statements: the only SQL that is not written through the ORM.

Each file starts with a header: ``-- capability:`` who may run it (a capability, a system task, ``doors`` for what only
the doors run, or ``none`` for everybody), ``-- writes:`` the tables that it changes, ``-- events:`` the ledger events
that it inserts itself. One that writes and inserts no event asks for an event in the same transaction, unless
``-- covered:`` says what tells the ledger instead. ``-- returns: what changed`` says that no row means no change, and
then no event is owed. ``-- binary: yes`` is for those that carry many sealed bytes: as text, each byte would be two
digits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from psycopg import sql as safe
from sqlalchemy import text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from labelkeep.infra.db.line import Asked

NAMES = (
    "enter",
    "enter_as",
    "enter_link",
    "enter_email",
    "enter_job",
    "enter_system",
    "enqueue",
    "event_insert",
    "assets_count",
    "assets_counted",
    "assets_import",
    "assets_list",
    "assets_split",
    "claim_adopt",
    "claim_pick",
    "claim_starved",
    "claim_take",
    "draft_save",
    "factor_held",
    "import_files_add",
    "import_files_mark",
    "import_lock",
    "import_progress",
    "import_report_add",
    "label_exists",
    "labels_import",
    "lease_beat",
    "lease_park",
    "lease_read",
    "leases_end",
    "leases_ended",
    "ledger_leaves",
    "members_uses",
    "ontology_touches",
    "recall_take",
    "release_items",
    "release_plan",
    "reserve_begin",
    "reserve_end",
    "reserve_pick",
    "reserve_renew",
    "reserve_take",
    "snapshot_changes",
    "snapshot_take",
    "steer_apply",
    "steer_chosen",
    "steer_lock",
    "steer_read",
    "submit",
    "task_block",
    "task_unblock",
    "task_unskip",
    "tasks_open",
    "verdict",
)
"""Every statement that exists; a file that is not named here is refused by a test, and the other way round."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One reviewed statement with what its header declares."""

    name: str
    capabilities: frozenset[str]
    writes: frozenset[str]
    events: frozenset[str]
    sql: safe.SQL
    """As the driver takes it: parameters as ``%(name)s``."""
    asked: Asked
    """As the line takes it: parameters as ``$1``."""
    covered: str = ""
    """What covers the change elsewhere; empty where the transaction itself must write an event."""
    binary: bool = False
    """Whether parameters and rows travel in the binary form: for those that carry many sealed bytes."""
    by_rows: bool = False
    """Whether it returns a row for each thing that it changed, so that no row means no change."""

    @property
    def owes(self) -> bool:
        """Whether its transaction must write an event."""
        return bool(self.writes) and not self.events and not self.covered


def _words(header: Mapping[str, str], key: str) -> frozenset[str]:
    return frozenset(w.strip(",") for w in header.get(key, "").split() if w != "none")


def _driver_form(source: str, binary: bool) -> safe.SQL:
    # without comments and indents: the driver keeps what it made of a statement only up to 4,096 characters
    lines = (line.strip() for line in source.splitlines())
    bare = "\n".join(line for line in lines if line and not line.startswith("--"))
    # the file is ours and holds no values; the library tells ``:name`` from ``::type`` and from words in quotes
    driven = str(text(bare).compile(dialect=PGDialect_psycopg()))
    if binary:
        driven = re.sub(r"%\((\w+)\)s", r"%(\1)b", driven)
    return safe.SQL(driven)  # type: ignore[arg-type]  read from our own file


@cache
def statement(name: str) -> Statement:
    """Return the named statement; ``KeyError`` when it is not in the closed list."""
    if name not in NAMES:
        raise KeyError(name)
    source = (files("labelkeep.infra.db.statements") / f"{name}.sql").read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for line in source.splitlines():
        if line.startswith("-- ") and ":" in line:
            key, _, value = line[3:].partition(":")
            header[key.strip()] = value.strip()
    binary = header.get("binary") == "yes"
    form = _driver_form(source, binary)
    return Statement(
        name,
        _words(header, "capability"),
        _words(header, "writes"),
        _words(header, "events"),
        form,
        Asked(name, form.as_string()),
        header.get("covered", ""),
        binary,
        header.get("returns") == "what changed",
    )
