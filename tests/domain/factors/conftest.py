"""Second factors are tested with sessions that begin with the test, as people are."""

import pytest

from houses import Town, build_town
from labelkeep.infra.house import House


@pytest.fixture
def fast_town(fast_house: House) -> Town:
    """A town whose people have just signed in, on one server only."""
    return build_town(fast_house)


@pytest.fixture
def town(house: House) -> Town:
    """The same on each of the two servers."""
    return build_town(house)
