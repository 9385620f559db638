"""Every decision against Cedar: an independent engine with policies generated from the same role table.

First the pure function over all combinations of what it is told; then the whole entering, with facts that stand in the
database, against policies that know addresses, dates and states and nothing of how entering finds them.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import cedarpy
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from databases import Server, name_of
from houses import Town
from labelkeep.access.capabilities import CAPABILITIES, SiteAdmin
from labelkeep.access.deciding import Conditions, Verdict, Where, decide
from labelkeep.access.entering import enter_project
from labelkeep.access.roles import ROLES, SITE_ROLES
from labelkeep.core.clock import now
from labelkeep.core.errors import LabelkeepError
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id

PROJECT = [each for each in CAPABILITIES if each is not SiteAdmin]
NARROWED = [None, frozenset({"Read", "Label", "Approve", "Audit"}), frozenset[str]()]
REACH = ["open", "organisation", "token", "project", "member"]
PARTS = 14
SAMPLE = 1500
"""Of the combinations of facts in the database, drawn with a fixed seed."""


def names(kinds: Any) -> str:
    return ", ".join(f'Action::"{each.__name__}"' for each in sorted(kinds, key=lambda kind: kind.__name__))


def role_policies() -> list[str]:
    made = [
        f'permit(principal, action in [{names(held)}], resource) when {{ context.role == "{role}" }};'
        for role, held in ROLES.items()
    ]
    made += [
        f'permit(principal, action in [{names(held)}], resource) when {{ context.site_role == "{role}" }};'
        for role, held in SITE_ROLES.items()
    ]
    made.append(
        'permit(principal, action in [Action::"Approve", Action::"Release"], resource) '
        'when { context.approver && context.role != "" };'
    )
    made.append("forbid(principal, action, resource) when { context.factor_missing };")
    made.append('forbid(principal, action == Action::"SiteAdmin", resource) when { context.scoped };')
    made.append(
        'forbid(principal, action, resource) when { context.narrowed && action != Action::"SiteAdmin" } '
        "unless { context.token_capabilities.contains(context.asked) };"
    )
    return made


def ask(policies: list[str], asked: list[tuple[str, dict[str, Any]]]) -> list[bool]:
    requests = [
        {
            "principal": 'Person::"one"', "action": f'Action::"{action}"', "resource": 'Project::"one"',
            "context": json.dumps({**context, "asked": action}),
        }
        for action, context in asked
    ]  # fmt: skip
    answers = cedarpy.is_authorized_batch(requests, "\n".join(policies), "[]")
    assert not any(each.diagnostics.errors for each in answers), answers[0].diagnostics.errors
    return [each.allowed for each in answers]


def told(conditions: Conditions) -> dict[str, Any]:
    return {
        "role": conditions.role or "", "site_role": conditions.site_role or "", "approver": conditions.approver,
        "factor_missing": conditions.factor_missing, "scoped": conditions.scoped,
        "narrowed": conditions.narrowed is not None, "token_capabilities": sorted(conditions.narrowed or ()),
        "reach": conditions.reach,
    }  # fmt: skip


def all_conditions(reach: Any) -> Iterator[Conditions]:
    roles, both = [None, *ROLES], [False, True]
    yield from (Conditions(reach, *each) for each in product(roles, both, [None, *SITE_ROLES], NARROWED, both, both))


@pytest.mark.parametrize("reach", REACH)
def test_the_decision_is_the_oracles_for_every_combination(reach: str) -> None:
    policies = [*role_policies(), 'forbid(principal, action, resource) when { context.reach != "open" };']
    cases = [
        ("site" if kind is SiteAdmin else "project", kind, found)
        for found in all_conditions(reach)
        for kind in CAPABILITIES
    ]
    answers = ask(policies, [(kind.__name__, told(found)) for _, kind, found in cases])

    wrong = [
        (kind.__name__, found)
        for (where, kind, found), allowed in zip(cases, answers, strict=True)
        if (decide(as_where(where), kind, found).verdict is Verdict.ALLOWED) != allowed
    ]

    assert wrong == []
    assert len(cases) == 6 * 2 * 2 * 3 * 2 * 2 * PARTS
    assert any(answers) == (reach == "open"), "an oracle that always says no proves nothing"


def as_where(text: str) -> Where:
    return "site" if text == "site" else "project"


def test_nobody_without_a_living_session_is_let_in_anywhere() -> None:
    for where in ("project", "site", "account"):
        for kind in CAPABILITIES:
            assert decide(where, kind, None).verdict is Verdict.SIGNED_OUT


def test_who_is_allowed_holds_exactly_what_the_oracle_would_allow() -> None:
    policies = role_policies()
    for role, approver, narrowed in product(ROLES, [False, True], NARROWED):
        found = Conditions(role=role, approver=approver, narrowed=narrowed, scoped=narrowed is not None)
        allowed = ask(policies, [(kind.__name__, told(found)) for kind in PROJECT])
        held = {kind for kind, good in zip(PROJECT, allowed, strict=True) if good}
        if held:
            assert decide("project", next(iter(held)), found).held == held


@dataclass(frozen=True)
class Facts:
    """What stands in the database and comes with a request; the oracle is told this and nothing that we made of it."""

    address: str = "10.1.2.3"
    person: str = "active"
    session_over: bool = False
    member: str = "active"
    """``none`` for a stranger."""
    role: str = "labeler"
    approver: bool = False
    begins: int | None = None
    """Hours from now."""
    ends: int | None = None
    organisation: str = ""
    """Network of the list, empty for no list."""
    project: str = ""
    networks: str = ""
    token: str = ""
    factor: str = ""
    """Who asks for a factor: ``organisation``, ``role``, ``project``."""
    strong: bool = False
    scope: str = ""
    """``this`` or ``other`` project; empty for all."""
    narrowed: bool = False


CHOICES: dict[str, list[Any]] = {
    "address": ["10.1.2.3", "192.0.2.7", "2001:db8::5"],
    "person": ["active", "active", "active", "suspended"],
    "session_over": [False, False, False, True],
    "member": ["active", "active", "active", "suspended", "none"],
    "role": list(ROLES),
    "approver": [False, True],
    "begins": [None, None, -1, 1],
    "ends": [None, None, 1, -1],
    "organisation": ["", "", "10.0.0.0/8", "2001:db8::/32"],
    "project": ["", "", "10.1.0.0/16"],
    "networks": ["", "", "10.1.2.3/32"],
    "token": ["", "", "192.0.2.0/24", "10.0.0.0/8"],
    "factor": ["", "", "organisation", "role", "project"],
    "strong": [False, True],
    "scope": ["", "", "this", "other"],
    "narrowed": [False, False, True],
}
LIMITS = ["Read", "Label", "Approve", "Audit"]
FACTS_POLICIES = [
    'forbid(principal, action, resource) unless { context.person == "active" && !context.session_over };',
    'forbid(principal, action, resource) unless { context.member == "active" };',
    "forbid(principal, action, resource) when { context has begins && context.begins > 0 };",
    "forbid(principal, action, resource) when { context has ends && context.ends <= 0 };",
    *(
        f"forbid(principal, action, resource) when {{ context has {name} }} "
        f"unless {{ ip(context.address).isInRange(ip(context.{name})) }};"
        for name in ("organisation", "project", "networks", "token")
    ),
    "forbid(principal, action, resource) when { context has factor && !context.strong };",
    'forbid(principal, action, resource) when { context has scope && context.scope != "this" };',
]


def oracle_context(facts: Facts) -> dict[str, Any]:
    given = {key: value for key, value in asdict(facts).items() if value not in ("", None)}
    narrowed = {"narrowed": facts.narrowed, "token_capabilities": LIMITS if facts.narrowed else []}
    return {**given, **narrowed, "site_role": "", "factor_missing": False, "scoped": False}


def drawn() -> list[Facts]:
    draw = Random(20261121)
    return [Facts(**{name: draw.choice(values) for name, values in CHOICES.items()}) for _ in range(SAMPLE)]


def one_apart() -> list[Facts]:
    """Everything good, and from there each fact alone at each of its values, for each role."""
    good = Facts(organisation="10.0.0.0/8", project="10.1.0.0/16")
    return [
        replace(good, **{name: value, "role": role})
        for role in ROLES
        for name, values in CHOICES.items()
        if name != "role"
        for value in dict.fromkeys(values)
    ]


class Stage:
    """One person in one project whose rows are set to facts, past all doors."""

    def __init__(self, town: Town, server: Server) -> None:
        self.town, self.secret = town, b"oracle"
        self.person = town.people["labeler"].id
        self.connection = psycopg.connect(
            make_conninfo(server.conninfo, dbname=name_of(town.house.urls)), autocommit=True
        )
        self._other = new_id()

    def set(self, facts: Facts) -> None:
        moment, run = now(), self.connection.execute
        run("update person set status = %s where id = %s", [facts.person, self.person])
        run("delete from organisation")
        run("delete from session where token_hash = %s", [sha256(self.secret)])
        run(
            "insert into organisation (id, networks, factor_required, factor_roles, changed_at) "
            "values (%s, %s, %s, %s, %s)",
            [new_id(), listed(facts.organisation), facts.factor == "organisation",
             [facts.role] if facts.factor == "role" else [], moment],
        )  # fmt: skip
        run(
            "update project set networks = %s, factor_required = %s where id = %s",
            [listed(facts.project), facts.factor == "project", self.town.project],
        )
        # a stranger's membership is one in no project: it cannot be deleted here, so another person has it
        owner = self.person if facts.member != "none" else self.town.people["stranger"].id
        run("update membership set user_id = %s where id = %s", [owner, self._membership()])
        run(
            "update membership set status = %s, role = %s, release_approver = %s, networks = %s, valid_from = %s, "
            "valid_until = %s where id = %s",
            ["active" if facts.member == "none" else facts.member, facts.role, facts.approver, listed(facts.networks),
             hours(moment, facts.begins), hours(moment, facts.ends), self._membership()],
        )  # fmt: skip
        ends = moment + timedelta(minutes=-1 if facts.session_over else 30)
        scope = {"this": self.town.project, "other": self._other}.get(facts.scope)
        run(
            "insert into session (id, user_id, kind, token_hash, created_at, active_at, idle_minutes, ends_at, "
            "networks, scope_project, capabilities, strong_at) "
            "values (%s, %s, 'token', %s, %s, %s, 60, %s, %s, %s, %s, %s)",
            [new_id(), self.person, sha256(self.secret), moment, moment, ends, listed(facts.token), scope,
             LIMITS if facts.narrowed else None, moment if facts.strong else None],
        )  # fmt: skip

    def _membership(self) -> Any:
        if not hasattr(self, "_kept"):
            query = "select id from membership where user_id = %s and project_id = %s"
            [[self._kept]] = self.connection.execute(query, [self.person, self.town.project]).fetchall()
        return self._kept

    def lets_in(self, facts: Facts, capability: Any) -> bool:
        try:
            with enter_project(
                self.town.house, self.secret, self.town.project, capability, active=False, address=facts.address
            ):
                return True
        except LabelkeepError:
            return False


def listed(network: str) -> list[str] | None:
    return [network] if network else None


def hours(moment: Any, count: int | None) -> Any:
    return None if count is None else moment + timedelta(hours=count)


def test_entering_is_the_oracles_for_facts_that_stand_in_the_database(fast_town: Town, debian_server: Server) -> None:
    stage = Stage(fast_town, debian_server)
    cases = [*one_apart(), *drawn()]
    # each case asks for a few capabilities in turn, so that all of them meet all facts
    asked = [
        (facts, PROJECT[(3 * number + step) % len(PROJECT)]) for number, facts in enumerate(cases) for step in range(2)
    ]
    asked += [(facts, kind) for facts in one_apart()[:6] for kind in PROJECT]
    answers = ask(
        [*role_policies(), *FACTS_POLICIES], [(kind.__name__, oracle_context(facts)) for facts, kind in asked]
    )

    wrong: list[str] = []
    for (facts, kind), allowed in zip(asked, answers, strict=True):
        stage.set(facts)
        if stage.lets_in(facts, kind) != allowed:
            wrong.append(f"{kind.__name__}, oracle says {allowed}: {facts}")
    stage.connection.close()

    assert wrong == []
    assert sum(answers) > 100, "both answers are there"
    assert not all(answers)
