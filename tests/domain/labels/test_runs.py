import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as oracle

from labelkeep.domain.labels import runs
from labelkeep.domain.labels.fitting import PartSize, geometry_problem
from labelkeep.domain.labels.kinds import Mask
from tests.domain.labels.every import mask_of

pictures = st.builds(
    lambda h, w, seed, share: (np.random.default_rng(seed).random((h, w)) < share).astype(np.uint8),
    st.integers(1, 40), st.integers(1, 40), st.integers(0, 1_000), st.sampled_from([0.0, 0.02, 0.5, 0.98, 1.0]),
)  # fmt: skip


@given(pictures)
def test_runs_agree_with_the_reference_on_every_picture(pixels: "np.ndarray[Any, Any]") -> None:
    theirs = oracle.encode(np.asfortranarray(pixels))
    ours = runs.decoded(theirs["counts"].decode())
    assert runs.encoded(ours) == theirs["counts"].decode()
    assert int(ours.sum()) == pixels.size
    assert runs.pixels(ours) == pixels.sum()
    tight = runs.bounds(ours, pixels.shape[0])
    assert list(tight or (0, 0, 0, 0)) == oracle.toBbox(theirs).tolist()


@pytest.mark.parametrize("text", ["~~~", "P", "oooooooooooo0", "5J"])
def test_text_that_is_no_run_lengths_is_refused(text: str) -> None:
    with pytest.raises(runs.BadRuns):
        runs.decoded(text)


def test_a_mask_of_400_million_pixels_is_judged_without_laying_them_out() -> None:
    edge = 20_000
    middle = np.tile(np.array([2_000, 18_000], dtype=np.int64), 12_000)
    lengths = np.concatenate(([edge * 4_000 + 9_000], middle))
    lengths = np.append(lengths[:-1], edge * edge - int(lengths[:-1].sum()))
    mask = Mask(kind="mask", size=[edge, edge], counts=runs.encoded(lengths), bbox=[4_000, 9_000, 12_000, 2_000])
    start = time.process_time()
    problem = geometry_problem(mask, PartSize(edge, edge))
    spent = time.process_time() - start
    assert problem is None
    assert spent < 0.05


SQUARE = mask_of(np.pad(np.ones((2, 3), dtype=np.uint8), ((1, 77), (4, 93))))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"size": [100, 80]}, "mask.size"),
        ({"counts": SQUARE["counts"] + "1"}, "mask.length"),
        ({"counts": "P"}, "mask.malformed"),
        ({"counts": mask_of(np.zeros((80, 100)))["counts"]}, "mask.empty"),
        ({"bbox": [4, 1, 3, 3]}, "mask.bbox"),
    ],
)
def test_a_mask_is_whole_tight_and_of_its_pictures_size(change: dict[str, Any], code: str | None) -> None:
    problem = geometry_problem(Mask.model_validate(SQUARE | change), PartSize(100, 80))
    assert (problem[0] if problem else None) == code


def test_other_characters_are_refused_by_shape() -> None:
    with pytest.raises(ValueError, match="pattern"):
        Mask.model_validate(SQUARE | {"counts": "~~"})
