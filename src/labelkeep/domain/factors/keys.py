"""Passkeys and security keys (WebAuthn level 2): options for the browser, and what its answers prove. Pure rules."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from labelkeep.core.hashing import sha256
from labelkeep.domain.factors.errors import KeyUnusable

TIMEOUT_MS = 5 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key; sealed as JSON."""

    id: bytes
    public: bytes

    def packed(self) -> bytes:
        """Return it as JSON."""
        return orjson.dumps({"id": self.id.hex(), "public": self.public.hex()})

    @classmethod
    def unpacked(cls, body: bytes) -> "Key":
        """Read it from JSON."""
        read = orjson.loads(body)
        return cls(bytes.fromhex(read["id"]), bytes.fromhex(read["public"]))


def host_of(origin: str) -> str:
    """Return the relying party's id: the host of the origin that the browser speaks from."""
    return urlsplit(origin).hostname or ""


def hash_of(key_id: bytes) -> bytes:
    """Return what a key is found by."""
    return sha256(key_id)


def named(answer: dict[str, Any]) -> bytes:
    """Return the id of the key that answered; empty when the answer names none."""
    raw = answer.get("rawId")
    if not isinstance(raw, str):
        return b""
    try:
        return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return b""


def options_to_add(
    origin: str, person: bytes, account: str, name: str, challenge: bytes, held: list[bytes]
) -> dict[str, Any]:
    """Return what the browser hands to a new key; one that the person has already is not offered again."""
    made = webauthn.generate_registration_options(
        rp_id=host_of(origin),
        rp_name="Labelkeep",
        user_id=person,
        user_name=account,
        user_display_name=name,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in held],
    )
    return orjson.loads(webauthn.options_to_json(made))


def options_to_show(origin: str, challenge: bytes, held: list[bytes]) -> dict[str, Any]:
    """Return what the browser hands to a key that the person has."""
    made = webauthn.generate_authentication_options(
        rp_id=host_of(origin),
        challenge=challenge,
        timeout=TIMEOUT_MS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in held],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return orjson.loads(webauthn.options_to_json(made))


def added(answer: dict[str, Any], challenge: bytes, origin: str) -> tuple[Key, int]:
    """Return a new key and its counter; ``KeyUnusable`` when the answer does not prove it."""
    try:
        proved = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host_of(origin),
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise KeyUnusable("The key did not answer what was asked. Try once more, or take another key.") from error
    return Key(proved.credential_id, proved.credential_public_key), proved.sign_count


def counted(answer: dict[str, Any], key: Key, counter: int, challenge: bytes, origin: str) -> int | None:
    """Return the key's new counter when the answer is its own, to this challenge; None otherwise."""
    try:
        proved = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host_of(origin),
            expected_origin=origin,
            credential_public_key=key.public,
            credential_current_sign_count=counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return proved.new_sign_count
