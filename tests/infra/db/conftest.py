"""One town for the tests of a module that change nothing which another would notice."""

from collections.abc import Iterator

import pytest

from databases import Server
from houses import Town, _house, build_town


@pytest.fixture(scope="module")
def shared(debian_server: Server) -> Iterator[Town]:
    """People and a project without a policy."""
    for house in _house(debian_server):
        yield build_town(house)
