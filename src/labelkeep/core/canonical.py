"""Canonical JSON (RFC 8785): the same value gives the same bytes on every machine, so it can be hashed and signed."""

from typing import Any

import rfc8785

from labelkeep.core.errors import Invalid


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value.

    Raises ``Invalid`` for what JSON cannot say exactly: NaN, infinity, integers beyond 2**53, lone surrogates.
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise Invalid("This value cannot be stored exactly as JSON: " + str(error)) from error
