"""Second factors are tested with sessions that begin with the test, as people are."""

from collections.abc import Iterator

import pytest

from houses import Town, build_town
from labelkeep.infra.house import House


@pytest.fixture
def fast_town(fast_house: House) -> Town:
    """A town whose people have just signed in, on one server only."""
    return build_town(fast_house)


@pytest.fixture
def town(house: House) -> Iterator[Town]:
    """The same on each of the two servers."""
    yield build_town(house)
