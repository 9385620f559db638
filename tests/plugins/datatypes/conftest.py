from pathlib import Path

import pytest

from labelkeep.infra.sandbox import Renderers, Sandbox
from labelkeep.plugins.datatypes.image import KIND

SHARED = Path(__file__).parents[3] / ".." / "shared" / "data"


@pytest.fixture(scope="session")
def picture_sandbox():
    sandbox = Sandbox(KIND.tasks)
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def tile_renderers():
    renderers = Renderers(KIND.renderer)
    yield renderers
    renderers.close()


@pytest.fixture(scope="session")
def shared_data():
    if not SHARED.is_dir():
        pytest.skip("the shared test data is not beside this working copy")
    return SHARED


@pytest.fixture(scope="session")
def cut(picture_sandbox):
    """Return a function from a file's bytes to its packed pyramid and index."""

    def run(data, name=""):
        facts = KIND.describe(picture_sandbox, data, name)
        packed = b"".join(KIND.pack(KIND.pyramid(picture_sandbox, data, facts, name)))
        return packed, KIND.index(lambda start, length: packed[start : start + length], len(packed))

    return run
