"""People are tested with sessions that begin with the test: how long a session lasts is what these tests ask."""

import pytest

from houses import Town, build_town
from labelkeep.infra.house import House


@pytest.fixture
def fast_town(fast_house: House) -> Town:
    """A town whose people have just signed in, on one server only."""
    return build_town(fast_house)
