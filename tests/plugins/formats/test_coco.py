import json
import time
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelkeep.domain.assets.formats import FoundMissing
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.repair import repair
from labelkeep.plugins.formats.coco import KIND as COCO
from tests.plugins.formats import given as g


def coco(*rows: dict[str, Any], **more: Any) -> dict[str, bytes]:
    images = [{"id": 1, "file_name": "a.jpg", "width": 32, "height": 24}]
    made = [{"id": n, "image_id": 1, "category_id": 1} | row for n, row in enumerate(rows, 1)]
    whole = {"images": images, "categories": [{"id": 1, "name": "x"}], "annotations": made} | more
    return {"instances_val.json": json.dumps(whole).encode()}


A = {"a.jpg": (32, 24)}


def test_the_official_layout_is_read_once_with_every_leftover_named() -> None:
    files = g.texts(g.shared("formats", "coco_full"))
    found = g.read(COCO, files, {"images/train/a.jpg": (10, 5), "images/val/b.jpg": (5, 10)})
    labels = g.labels(found)
    assert [task.label for task in g.ontology(found).object_tasks["objects"].classes] == ["a", "b", "c"]
    assert labels["images/train/a.jpg"].split == "train"
    assert labels["images/train/a.jpg"].objects[0].geometry == {"kind": "bbox", "x": 2, "y": 2, "w": 3, "h": 1}
    polygon, mask = labels["images/val/b.jpg"].objects
    assert polygon.geometry == {"kind": "polygon", "rings": [[[[0, 0], [1, 0], [1, 2], [0, 2]]]]}
    assert polygon.attributes == [{"attr": "x", "value": 1}, {"attr": "y", "value": "hello"}]
    assert mask.geometry["kind"] == "mask"
    assert Counter(g.codes(found)) == {"coco.file_skipped": 12}


def test_keypoints_become_a_skeleton_in_one_group_with_their_polygon() -> None:
    files = g.texts(g.shared("images", "coco"), "coco_785_only.json")
    found = g.read(COCO, files, {"000000000785.jpg": (640, 425)})
    (label,) = g.labels(found).values()
    polygon, skeleton = label.objects
    assert (polygon.geometry["kind"], skeleton.geometry["kind"]) == ("polygon", "skeleton")
    assert polygon.group == skeleton.group
    assert polygon.group is not None
    (person,) = g.ontology(found).object_tasks["skeletons"].classes
    assert person.skeleton is not None
    assert [node.id for node in person.skeleton.nodes][:2] == ["nose", "left_eye"]
    assert g.codes(found) == []
    kept = repair(label, g.ontology(found), UUID(int=1), PartSize(640, 425), "import")
    assert [one.level for one in kept.remarks] == ["repaired"], "the polygon repeats a corner"
    assert len(kept.label.objects) == 2


def test_pictures_that_are_not_here_are_reported_never_fetched() -> None:
    files = g.texts(g.shared("images", "deepforest"), "coco_sample_file.json")
    found = g.read(COCO, files, {})
    assert [one.image for one in found if isinstance(one, FoundMissing)] == [
        "5dded5bc0140b80006d2e565_23.tif",
        "5b90f92da0d7280005fab355_4310.tif",
    ]
    assert g.labels(found) == {}


def test_each_broken_annotation_is_named_and_the_good_ones_go_on() -> None:
    found = g.read(COCO, g.texts(g.shared("malicious", "annotations"), "coco_bad_geometry.json"), A)
    refused = {(one.object, one.code) for one in g.problems(found) if one.level == "refused"}
    assert refused == {
        ("5", "coco.bbox"),
        ("6", "coco.bbox"),
        ("7", "coco.no_geometry"),
        ("9", "coco.segmentation"),
        ("10", "coco.segmentation"),
        ("12", "coco.unknown_image"),
        ("13", "coco.unknown_category"),
        ("13", "coco.duplicate_id"),
        ("16", "coco.mask"),
        ("18", "coco.keypoints"),
        ("20", "coco.unknown_image"),
    }
    label = g.labels(found)["a.jpg"]
    assert [one.foreign for one in label.objects] == ["1", "2", "3", "4", "8", "11", "14", "15", "17", "18", "19"]
    kept = repair(label, g.ontology(found), UUID(int=1), PartSize(32, 24), "import")
    masks = {one.object: one.code for one in kept.remarks if one.code.startswith("mask")}
    assert masks == {"14": "mask.length", "15": "mask.size", "17": "mask.malformed"}


def test_nan_refuses_its_annotations_by_id_and_no_others() -> None:
    found = g.read(COCO, g.texts(g.shared("malicious", "annotations"), "coco_nan.json"), A)
    assert [(one.object, one.code) for one in g.problems(found)] == [(n, "number.not_finite") for n in "123"]
    assert not g.labels(found)["a.jpg"].answered


def test_paths_that_leave_the_import_are_refused_each() -> None:
    found = g.read(COCO, g.texts(g.shared("malicious", "annotations"), "coco_bad_paths.json"), A)
    assert g.codes(found) == ["path.refused"] * 16


def test_markup_stays_text_and_bad_names_are_said() -> None:
    found = g.read(COCO, g.texts(g.shared("malicious", "annotations"), "coco_xss.json"), {})
    classes = g.ontology(found).object_tasks["objects"].classes
    assert classes[0].label.startswith("<img src=x")
    assert classes[0].id == "img-src-x-onerror-document-title-lk-xss"
    assert [one.label for one in classes[3:]] == ["dup", "\u202eevil"]
    assert g.codes(found) == ["coco.class_name", "coco.class_name", "coco.same_name"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("deep.json", "json.too_deep"),
        ("deep_object.json", "json.too_deep"),
        ("dup_keys.json", "json.duplicate_key"),
        ("big_numbers.json", "json.number"),
    ],
)
def test_hostile_json_is_one_clear_refusal(name: str, code: str) -> None:
    raw = g.shared("malicious", "text", name).read_bytes()
    start = time.perf_counter()
    found = g.read(COCO, {"instances.json": b'{"images": [], "info": {}, "x": ' + raw + b"}"}, {})
    assert g.codes(found) == [code]
    assert len(found) == 1
    assert time.perf_counter() - start < 2


def test_a_size_that_differs_refuses_the_picture() -> None:
    found = g.read(COCO, coco({"bbox": [1, 1, 2, 2]}), {"a.jpg": (24, 32)})
    assert g.codes(found) == ["picture.size_differs"]
    assert "turned upright" in g.problems(found)[0].message
    assert g.labels(found) == {}


def test_a_broken_picture_takes_no_labels() -> None:
    assert g.codes(g.read(COCO, coco({"bbox": [1, 1, 2, 2]}), {"a.jpg": None})) == ["picture.broken"]


def test_a_base_name_that_two_pictures_have_is_not_guessed() -> None:
    found = g.read(COCO, coco({"bbox": [1, 1, 2, 2]}), {"x/a.jpg": (32, 24), "y/a.jpg": (32, 24)})
    assert g.codes(found) == ["picture.ambiguous"]


def test_an_exact_path_or_the_split_decides_between_equal_names() -> None:
    exact = g.read(COCO, coco({"bbox": [1, 1, 2, 2]}), {"a.jpg": (32, 24), "y/a.jpg": (32, 24)})
    split = g.read(COCO, coco({"bbox": [1, 1, 2, 2]}), {"train/a.jpg": (32, 24), "val2017/a.jpg": (32, 24)})
    assert list(g.labels(exact)) == ["a.jpg"]
    assert list(g.labels(split)) == ["val2017/a.jpg"]


def test_crowds_unknown_fields_and_pictures_without_rows_are_kept_or_said() -> None:
    images = [{"id": n, "file_name": f"{n}.jpg", "width": 32, "height": 24} for n in (1, 2)]
    rows = coco({"bbox": [1, 1, 2, 2], "iscrowd": 1, "surprise": 1}, images=images)
    found = g.read(COCO, rows, {"1.jpg": (32, 24), "2.jpg": (32, 24)})
    labels = g.labels(found)
    assert labels["1.jpg"].objects[0].attributes == [{"attr": "iscrowd", "value": True}]
    assert not labels["2.jpg"].answered
    assert g.codes(found) == ["coco.unknown_field"]


def test_rows_in_any_order_come_to_their_pictures() -> None:
    images = [{"id": n, "file_name": f"{n}.jpg"} for n in range(5)]
    rows = [{"image_id": n % 5, "bbox": [n, 0, 1, 1]} for n in range(23)]
    found = g.read(COCO, coco(*rows, images=images), {f"{n}.jpg": (32, 24) for n in range(5)})
    for n, label in enumerate(g.labels(found).values()):
        assert [one.geometry.get("x") for one in label.objects] == list(range(n, 23, 5))


def test_a_second_file_about_the_same_picture_is_refused() -> None:
    (data,) = coco({"bbox": [1, 1, 2, 2]}).values()
    found = g.read(COCO, {"one.json": data, "two.json": data}, A)
    assert g.codes(found) == ["picture.repeated"]
    assert len(g.labels(found)) == 1


@settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["images", "annotations", "categories", "id", "image_id", "bbox", "segmentation", "name"]
                ),
                inner,
            )
        ),
    ).map(lambda value: json.dumps(value).encode())
)
def test_no_file_crashes_the_reader(inner: bytes) -> None:
    row = b'{"id":1,"image_id":1,"category_id":1,"bbox":' + inner + b',"segmentation":' + inner + b"}"
    for data in (inner, b'{"images":' + inner + b',"info":{},"annotations":[' + row + b"]}"):
        g.read(COCO, {"instances.json": b'"image_id"' + data, "b.json": data + b' "image_id"'}, A)
        g.read(COCO, {"instances.json": data.replace(b"}", b', "image_id": [1]}', 1)}, A)


def test_other_json_is_not_taken_for_coco() -> None:
    for name in ("labelstudio_xss.json", "geojson_bad.geojson"):
        assert g.sniff(COCO, g.texts(g.shared("malicious", "annotations"), name)) == 0
