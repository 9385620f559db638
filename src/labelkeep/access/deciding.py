"""The decision: whether what was found about a request is enough for what it asks. Pure, and checked against an oracle.

``entering`` reads the conditions in one statement, asks here, and refuses in words. Nothing else decides.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from labelkeep.access.capabilities import Capability
from labelkeep.access.roles import SITE_ROLES, capabilities_of

Where = Literal["project", "site", "account"]
Reach = Literal["open", "organisation", "token", "project", "member"]


class Verdict(Enum):
    """What came of it; each refusal is one kind of error."""

    ALLOWED = "allowed"
    SIGNED_OUT = "signed_out"
    """No living session of an active person."""
    OUT_OF_REACH = "network.refused"
    STRANGER = "not_found"
    """No member, suspended, outside of the dates, or not the project of the token."""
    LACKS = "denied"
    TOKEN_SCOPE = "token.scope"  # noqa: S105  the code of an error
    FACTOR_MISSING = "factor.missing"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What was found about a request when it was entered."""

    reach: Reach = "open"
    """Which list of networks keeps the address out; ``open`` for none."""
    role: str | None = None
    """Role of the membership that holds now."""
    approver: bool = False
    site_role: str | None = None
    narrowed: frozenset[str] | None = None
    """Names of the capabilities that a token is limited to."""
    scoped: bool = False
    """A token for one project or some capabilities only."""
    factor_missing: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, and all that the actor holds where they are allowed."""

    verdict: Verdict
    held: frozenset[type[Capability]] = frozenset()


SIGNED_OUT = Decision(Verdict.SIGNED_OUT)
OUT_OF_REACH = Decision(Verdict.OUT_OF_REACH)
STRANGER = Decision(Verdict.STRANGER)
LACKS = Decision(Verdict.LACKS)
TOKEN_SCOPE = Decision(Verdict.TOKEN_SCOPE)
FACTOR_MISSING = Decision(Verdict.FACTOR_MISSING)
ALLOWED = Decision(Verdict.ALLOWED)


def conditions_of(row: Any) -> Conditions | None:
    """Read the conditions from a row of ``lk_enter``; None when it found no living session of an active person."""
    if row is None:
        return None
    return Conditions(
        row.reach, row.member_role, bool(row.release_approver), row.site_role,
        None if row.capabilities is None else frozenset(row.capabilities), row.scoped, bool(row.factor_missing),
    )  # fmt: skip


def decide(where: Where, capability: type[Capability] | None, found: Conditions | None) -> Decision:
    """Decide on one request: first whether it comes from somebody, then from where, then what they may, then how.

    ``capability`` is None for one's own account alone, where a factor is not asked for: it is set up there.
    """
    if found is None or found.reach != "open":
        return SIGNED_OUT if found is None else OUT_OF_REACH
    if where == "account" or capability is None:
        return TOKEN_SCOPE if found.scoped else ALLOWED
    if where == "site":
        return _on_site(capability, found)
    if found.role is None:
        return STRANGER
    held = capabilities_of(found.role, found.approver)
    if found.narrowed is not None:
        held = frozenset(each for each in held if each.__name__ in found.narrowed)
    return _held(capability, held, found)


def _held(capability: type[Capability], held: frozenset[type[Capability]], found: Conditions) -> Decision:
    if capability not in held:
        return LACKS
    return FACTOR_MISSING if found.factor_missing else Decision(Verdict.ALLOWED, held)


def _on_site(capability: type[Capability], found: Conditions) -> Decision:
    held = SITE_ROLES.get(found.site_role or "", frozenset())
    if capability in held and found.scoped:
        return TOKEN_SCOPE
    return _held(capability, held, found)
