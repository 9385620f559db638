"""Signing in by a provider that behaves, and what comes of identity, address, groups and factors."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from houses import Town
from issuers import Issuer, keys_of_kinds
from labelkeep.infra.house import SITE


def test_placeholder(door) -> None:
    browser = door.browser()
    assert door.sign_in(browser) == "/"
    assert browser.get("/api/v1/me").json()["email"] == "new@issuer.test"
