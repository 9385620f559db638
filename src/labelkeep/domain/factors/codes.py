"""Codes: what an authenticator app shows (RFC 6238, 30 seconds, 6 digits, SHA-1), and recovery codes. Pure rules."""

from datetime import datetime
from secrets import choice

import pyotp
import segno
from pyotp.totp import TOTP

from labelkeep.core.hashing import keyed, same

SECONDS = 30
DIGITS = 6
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter looks like a digit: these are copied by hand."""
_GROUPS, _GROUP = 4, 4


def new_secret() -> str:
    """Return a fresh secret of 160 bits in base32."""
    return pyotp.random_base32(32)


def step_at(moment: datetime) -> int:
    """Return the time step of a moment."""
    return int(moment.timestamp()) // SECONDS


def step_shown(secret: str, code: str, moment: datetime) -> int | None:
    """Return the time step whose code this is: the one of the moment or a neighbour, None for none of the three."""
    app = TOTP(secret, digits=DIGITS, interval=SECONDS)
    now = step_at(moment)
    found = None
    # all three are always compared, so that time tells nothing
    for step in (now - 1, now, now + 1):
        if same(app.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def address_of(secret: str, account: str) -> str:
    """Return the ``otpauth://`` address that an app reads."""
    return TOTP(secret, digits=DIGITS, interval=SECONDS).provisioning_uri(name=account, issuer_name="Labelkeep")


def drawn(address: str) -> list[str]:
    """Return the QR picture of an address: rows of 0 and 1, quiet zone included."""
    return ["".join(str(int(bool(module))) for module in row) for row in segno.make_qr(address).matrix_iter(border=4)]


def plain(code: str) -> str:
    """Return what was typed without blanks and hyphens, in lower case."""
    return "".join(each for each in code if each not in " -\t").lower()


def is_of_app(code: str) -> bool:
    """Say whether a plain code is one of an app; all others are taken for recovery codes."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def new_recovery_code() -> str:
    """Return a fresh recovery code of 79 random bits in four groups."""
    return "-".join("".join(choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def recovery_hash(key: bytes, code: str) -> bytes:
    """Return the keyed hash of a recovery code, however it was typed."""
    return keyed(key, b"recovery code", plain(code).encode())
