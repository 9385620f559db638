"""Every format keeps to its protocol, whichever it is."""

from typing import Any

import pytest

from labelkeep.domain.assets.formats import Reader
from labelkeep.domain.releases.formats import Writer
from labelkeep.plugins.formats.coco import KIND as COCO
from labelkeep.plugins.formats.jsonl import KIND as JSONL
from labelkeep.plugins.formats.voc import KIND as VOC
from labelkeep.plugins.formats.yolo import KIND as YOLO
from tests.plugins.formats import given as g

READERS: list[Reader] = [COCO, JSONL, VOC, YOLO]
WRITERS: list[Writer] = [COCO, JSONL]


def test_names_are_their_own() -> None:
    assert [one.name for one in READERS] == ["coco", "jsonl", "voc", "yolo"]
    assert [one.extension for one in WRITERS] == ["json", "jsonl"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("formats/coco_full", "coco"),
        ("formats/voc", "voc"),
        ("images/bccd_voc", "voc"),
        ("formats/yolo_strict", "yolo"),
        ("formats/yolo_ultralytics_labels", "yolo"),
    ],
)
def test_exactly_one_reader_knows_a_real_data_set(folder: str, name: str) -> None:
    files = g.texts(g.shared(*folder.split("/")))
    assert {one.name for one in READERS if g.sniff(one, files) > 0} == {name}


@pytest.mark.parametrize("reader", READERS, ids=lambda one: one.name)
def test_no_reader_claims_what_it_does_not_know(reader: Any) -> None:
    files = g.texts(g.shared("malicious", "text"))
    claimed = set(reader.claims(g.given(files)))
    assert claimed <= {"quadratic.xml", "xxe_file.xml"} | ({*files} if reader.sniff(g.given(files)) else set())


def test_nothing_to_read_gives_nothing_but_a_word() -> None:
    for reader in READERS:
        assert g.labels(g.read(reader, {}, {"a.jpg": (1, 1)})) == {}
