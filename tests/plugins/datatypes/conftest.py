from pathlib import Path
from typing import Any

import pytest

from labelkeep.infra.sandbox import Renderers, Sandbox
from labelkeep.plugins.datatypes.image import KIND

SHARED = Path(__file__).parents[3] / ".." / "shared" / "data"


@pytest.fixture(scope="session")
def picture_sandbox() -> Any:
    sandbox = Sandbox(KIND.tasks)
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def tile_renderers() -> Any:
    renderers = Renderers(KIND.renderer)
    yield renderers
    renderers.close()


@pytest.fixture(scope="session")
def shared_data() -> Any:
    if not SHARED.is_dir():
        pytest.skip("the shared test data is not beside this working copy")
    return SHARED


@pytest.fixture(scope="session")
def cut(picture_sandbox: Sandbox) -> Any:
    """Return a function from a file's bytes to its packed pyramid and index."""

    def run(data: bytes, name: str = "") -> Any:
        facts = KIND.describe(picture_sandbox, data, name)
        packed = b"".join(KIND.pack(KIND.pyramid(picture_sandbox, data, facts, name)))
        return packed, KIND.index(lambda start, length: packed[start : start + length], len(packed))

    return run
