"""What a person does with their own second factors: add, confirm, show, renew codes, remove."""

from sqlalchemy import select

from labelkeep.access.doors import Self, System
from labelkeep.access.recent import require_recent
from labelkeep.access.system import SignIn
from labelkeep.core.errors import NotFound
from labelkeep.core.hashing import sha256
from labelkeep.core.ids import new_id
from labelkeep.domain.factors import codes, keys, proving
from labelkeep.domain.factors.errors import BrowserOnly, KeyUnusable, NoFactor, TooManyFactors
from labelkeep.domain.factors.proving import Asker, living
from labelkeep.domain.factors.shapes import NewApp, ProofIn
from labelkeep.domain.factors.tables import FactorRow, RecoveryCodeRow
from labelkeep.domain.people import queries as people
from labelkeep.domain.people.actions import end_others, open_session
from labelkeep.domain.people.errors import FactorWrong, StepOver
from labelkeep.domain.people.tables import PersonRow, SessionRow, SignInStepRow
from labelkeep.infra.vault import SealedBytes

MOST = 10
"""Factors of a kind that a person may have."""
TRIES = 10
"""Wrong tries after which a sign-in begins anew."""


def begin_app(own: Self, name: str) -> NewApp:
    """Begin to set up an authenticator app: its secret is handed out this once and counts from its first code on."""
    _may_change(own)
    if len(living(own, own.actor.id, "app")) >= MOST:
        raise TooManyFactors(f"You have {MOST} authenticator apps. Remove one first.")
    stale = _unconfirmed(own)
    for each in stale:
        _empty(own, each)
    secret = codes.new_secret()
    row = _factor(own, "app", name, secret.encode())
    own.record(row, "factor.begun", covers=stale, kind="app")
    account = people.email_of(own, own.get(PersonRow, own.actor.id))
    uri = codes.address_of(secret, account)
    return NewApp(id=row.id, secret=secret, uri=uri, qr=codes.drawn(uri))


def confirm_app(own: Self, row: FactorRow, code: str) -> None:
    """Take the first code of an app: from now on it is asked for, and the person's other sessions end.

    Raises ``FactorWrong`` for a wrong code.
    """
    _may_change(own)
    if not proving.spend(own, row, codes.plain(code)):
        raise FactorWrong
    row.confirmed_at = own.now
    _added(own, row)


def waiting_app(own: Self, row: FactorRow) -> FactorRow:
    """Return the caller's app that waits for its first code; ``NotFound`` for every other."""
    if row.user_id != own.actor.id or row.kind != "app" or row.confirmed_at or row.removed_at:
        raise NotFound
    return row


def begin_key(own: Self, asker: Asker) -> dict[str, object]:
    """Return what the browser hands to a new key."""
    _may_change(own)
    if not asker.origin:
        raise KeyUnusable("Add a key in a browser: it is bound to the address that you see there.")
    person = own.get(PersonRow, own.actor.id)
    held = living(own, own.actor.id, "key")
    if len(held) >= MOST:
        raise TooManyFactors(f"You have {MOST} keys. Remove one first.")
    return keys.options_to_add(
        asker.origin,
        own.actor.id.bytes,
        people.email_of(own, person),
        people.name_of(own, person),
        proving.challenge(own, asker, "add"),
        [keys.Key.unpacked(proving.body_of(own, each)).id for each in held],
    )


def add_key(own: Self, asker: Asker, name: str, answer: dict[str, object]) -> FactorRow:
    """Add a key that answered; the person's other sessions end. Raises ``KeyUnusable``."""
    _may_change(own)
    challenge = proving.answered(own, asker, "add")
    if challenge is None:
        raise KeyUnusable("This took too long. Begin again.")
    key, counter = keys.added(answer, challenge, asker.origin)
    row = _factor(own, "key", name, key.packed())
    row.key_hash, row.counter, row.confirmed_at = keys.hash_of(key.id), counter, own.now
    own.flush()
    _added(own, row)
    return row


def remove(own: Self, row: FactorRow) -> None:
    """Remove a factor. With the last one its recovery codes go, and this session has shown none any more."""
    _may_change(own)
    if row.user_id != own.actor.id or row.confirmed_at is None or row.removed_at is not None:
        raise NotFound
    _empty(own, row)
    own.flush()
    gone: list[RecoveryCodeRow] = []
    if not own.holds_factor(own.actor.id):
        gone = _end_codes(own)
        own.get(SessionRow, own.actor.session_id).strong_at = None
    own.record(row, "factor.removed", covers=gone, kind=row.kind)
    end_others(own, "factor removed", "browser")


def make_codes(own: Self) -> list[str]:
    """Return ten fresh recovery codes, shown this once; the old ones end."""
    _may_change(own)
    if not own.holds_factor(own.actor.id):
        raise NoFactor("Add an authenticator app or a key first: recovery codes stand in for one.")
    old = _end_codes(own)
    key = own.person_key(own.actor.id).index
    made = [codes.new_recovery_code() for _ in range(codes.RECOVERY_CODES)]
    rows = [
        own.add(
            RecoveryCodeRow(
                id=new_id(), user_id=own.actor.id, code_hash=codes.recovery_hash(key, code), created_at=own.now
            )
        )
        for code in made
    ]
    own.record(rows[0], "factor.codes_made", covers=[*rows[1:], *old], codes=len(rows))
    return made


def show(own: Self, asker: Asker, proof: ProofIn) -> None:
    """Show a factor once more in an open session. Raises ``FactorWrong``."""
    row = proving.shown(own, asker, proof)
    if row is None:
        raise FactorWrong
    session = own.get(SessionRow, own.actor.session_id)
    session.strong_at = own.now
    own.record(row, "factor.shown", covers=[session], kind=_kind(row))


def challenge(own: Self, asker: Asker) -> dict[str, object]:
    """Return what the browser hands to one of the caller's keys."""
    return _options(own, asker)


def waiting_step(system: System[SignIn], secret: bytes | None) -> SignInStepRow:
    """Return the sign-in that waits for its factor, locked. Raises ``StepOver``."""
    if secret is None:
        raise StepOver
    digest = sha256(secret)
    system.run("enter_link", token=digest)
    row = system.find(select(SignInStepRow).where(SignInStepRow.token_hash == digest).with_for_update()).one_or_none()
    if row is None or row.used_at is not None or row.ends_at <= system.now or row.tries >= TRIES:
        raise StepOver
    system.run("enter_system", site="", project="", person=str(row.user_id))
    if system.get(PersonRow, row.user_id).status != "active":
        raise StepOver
    return row


def step_challenge(system: System[SignIn], step: SignInStepRow, origin: str) -> dict[str, object]:
    """Return what the browser hands to a key of whoever signs in."""
    return _options(system, Asker(step.user_id, step.id, origin))


def finish(system: System[SignIn], step: SignInStepRow, origin: str, proof: ProofIn) -> tuple[str, SessionRow] | None:
    """Make a sign-in whole: a new secret and its session. None for what is wrong, which is counted and written down."""
    row = proving.shown(system, Asker(step.user_id, step.id, origin), proof)
    if row is None:
        step.tries += 1
        system.record(step, "factor.refused", outcome="refused", person=str(step.user_id), tries=step.tries)
        return None
    step.used_at = system.now
    system.record(row, "factor.shown", covers=[step], person=str(step.user_id), kind=_kind(row))
    return open_session(system, step.user_id, step.way, [], strong=True)


def _options(door: Self | System[SignIn], asker: Asker) -> dict[str, object]:
    held = living(door, asker.person, "key")
    if not held or not asker.origin:
        raise NoFactor("There is no key to ask. Take a code instead.")
    ids = [keys.Key.unpacked(proving.body_of(door, each)).id for each in held]
    return keys.options_to_show(asker.origin, proving.challenge(door, asker, "show"), ids)


def _may_change(own: Self) -> None:
    if own.actor.session_kind == "token":
        raise BrowserOnly
    require_recent(own)


def _factor(own: Self, kind: str, name: str, body: bytes) -> FactorRow:
    row_id, key = new_id(), own.person_key(own.actor.id)
    return own.add(
        FactorRow(
            id=row_id,
            user_id=own.actor.id,
            kind=kind,
            name=own.seal_as(key, "factor", "name", row_id, name),
            body=own.seal_as(key, "factor", "body", row_id, body),
            counter=-1,
            created_at=own.now,
        )
    )


def _added(own: Self, row: FactorRow) -> None:
    session = own.get(SessionRow, own.actor.session_id)
    session.strong_at = own.now
    own.record(row, "factor.added", covers=[session], kind=row.kind)
    end_others(own, "factor added", "browser")


def _unconfirmed(own: Self) -> list[FactorRow]:
    query = select(FactorRow).where(
        FactorRow.user_id == own.actor.id, FactorRow.confirmed_at.is_(None), FactorRow.removed_at.is_(None)
    )
    return list(own.find(query.with_for_update()))


def _empty(own: Self, row: FactorRow) -> None:
    row.removed_at, row.key_hash, row.body = own.now, None, _nothing(own, row)


def _nothing(own: Self, row: FactorRow) -> SealedBytes:
    return own.seal_as(own.person_key(row.user_id), "factor", "body", row.id, b"")


def _end_codes(own: Self) -> list[RecoveryCodeRow]:
    query = select(RecoveryCodeRow).where(RecoveryCodeRow.user_id == own.actor.id, RecoveryCodeRow.ended_at.is_(None))
    rows = list(own.find(query.with_for_update()))
    for row in rows:
        row.ended_at = own.now
    return rows


def _kind(row: proving.Shown) -> str:
    return row.kind if isinstance(row, FactorRow) else "code"
