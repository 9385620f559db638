"""Password rules and hashes: Argon2id as RFC 9106 section 4 asks for low memory (64 MiB, 3 passes, 1 lane)."""

from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from labelkeep.domain.people.errors import PasswordWeak

SHORTEST = 15
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, type=Type.ID)
_NOBODY = _HASHER.hash("an account that does not exist costs the same time")


def hashed(password: str) -> str:
    """Return the Argon2id string of a password."""
    return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Check a password; without a stored hash it takes as long and says no, so that timing tells nothing."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def common() -> frozenset[str]:
    """Return the shipped list of common long passwords, lower case."""
    text = (files("labelkeep.domain.people") / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def require_strong(password: str, personal: tuple[str, ...] = ()) -> None:
    """Raise ``PasswordWeak`` with what to do. No rule about kinds of characters, no forced change (NIST SP 800-63B)."""
    if len(password) < SHORTEST:
        raise PasswordWeak(f"Take at least {SHORTEST} characters: four or five words in a row are easy to remember.")
    folded = password.casefold()
    if folded in common() or _unit(folded) or len(set(folded)) < 6:
        raise PasswordWeak("This password is on the list of common ones. Take words that belong to nobody else.")
    rest = folded
    for word in ("labelkeep", *(each.casefold() for each in personal if len(each) > 3)):
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST // 2:
        raise PasswordWeak("This password is mostly your name, your address or the product's name. Take other words.")


def _unit(text: str) -> bool:
    """Say whether the text repeats a unit of at most eight characters."""
    return any(text == (text[:n] * (len(text) // n + 1))[: len(text)] for n in range(1, 9))
