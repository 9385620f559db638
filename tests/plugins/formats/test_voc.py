import json
from collections import Counter

import pytest

from labelkeep.plugins.formats.voc import KIND as VOC
from tests.plugins.formats import given as g

HEAD = b"<annotation><filename>a.jpg</filename>"
A = {"a.jpg": (100, 100)}


def voc(*objects: str) -> dict[str, bytes]:
    return {"a.xml": HEAD + "".join(f"<object>{one}</object>" for one in objects).encode() + b"</annotation>"}


def box(*edges: str) -> str:
    names = ("xmin", "ymin", "xmax", "ymax")
    inner = "".join(f"<{name}>{edge}</{name}>" for name, edge in zip(names, edges, strict=True))
    return f"<name>x</name><bndbox>{inner}</bndbox>"


def test_the_blood_cells_are_all_there() -> None:
    files = g.texts(g.shared("images", "bccd_voc"))
    found = g.read(VOC, files, {path: (640, 480) for path in files if path.endswith(".jpg")})
    labels = g.labels(found)
    classes = {one.id: one.label for one in g.ontology(found).object_tasks["objects"].classes}
    assert len(labels) == 10
    assert Counter(classes[one.class_] for label in labels.values() for one in label.objects) == {
        "RBC": 162,
        "WBC": 10,
        "Platelets": 9,
    }
    facts = json.loads(g.shared("facts.json").read_text())["image_labels"]["bccd_voc"]["boxes_per_file"]
    assert {label.file: len(label.objects) for label in labels.values()} == facts
    first = labels["JPEGImages/BloodImage_00000.jpg"].objects[0]
    assert first.geometry == {"kind": "bbox", "x": 260, "y": 177, "w": 231, "h": 199}


def test_a_picture_with_another_ending_is_taken_and_said() -> None:
    found = g.read(VOC, g.texts(g.shared("images", "deepforest"), "OSBS_029.xml"), {"OSBS_029.png": (400, 400)})
    assert len(g.labels(found)["OSBS_029.png"].objects) == 61
    assert g.codes(found) == ["picture.by_stem"]


def test_flags_become_attributes_and_parts_and_actions_are_named() -> None:
    files = g.texts(g.shared("formats", "voc"))
    found = g.read(VOC, files, {f"JPEGImages/2007_00000{n}.jpg": (20, 10) for n in (1, 2)})
    labels = g.labels(found)
    cat, person = labels["JPEGImages/2007_000001.jpg"].objects
    assert cat.attributes == [{"attr": "truncated", "value": True}]
    assert person.attributes == []
    assert labels["JPEGImages/2007_000001.jpg"].split == "train"
    assert labels["JPEGImages/2007_000002.jpg"].split == "test"
    assert not labels["JPEGImages/2007_000002.jpg"].answered
    assert g.codes(found) == ["voc.actions", "voc.part"]


@pytest.mark.parametrize("name", ["billion_laughs.xml", "quadratic.xml", "xxe_file.xml", "deep.xml"])
def test_hostile_xml_is_refused_without_expanding_or_opening_anything(name: str) -> None:
    raw = g.shared("malicious", "text", name).read_bytes()
    cut = raw.index(b"?>") + 2 if raw.startswith(b"<?xml") else 0
    # The comment makes every one of them look like VOC, so that the parser must refuse it, not the sniffing.
    found = g.read(VOC, {"a.xml": raw[:cut] + b"<!-- <annotation> -->" + raw[cut:]}, A)
    assert g.codes(found) in (["voc.dtd"], ["voc.too_deep"])
    assert len(found) == 1


@pytest.mark.parametrize(
    ("edges", "code"),
    [
        (("nan", "1", "2", "3"), "voc.number"),
        (("1", "", "2", "3"), "voc.number"),
        (("1", "1e999", "2", "3"), "voc.number"),
    ],
)
def test_a_broken_box_is_named_and_the_others_go_on(edges: tuple[str, ...], code: str) -> None:
    found = g.read(VOC, voc(box(*edges), box("1.5", "2", "3", "4")), A)
    assert g.codes(found) == [code]
    assert [one.at for one in g.labels(found)["a.jpg"].objects] == ["object 2"]


def test_a_file_without_objects_is_a_reviewed_picture() -> None:
    assert g.labels(g.read(VOC, voc(), A))["a.jpg"].answered


def test_a_picture_whose_objects_were_all_refused_is_not_reviewed() -> None:
    assert not g.labels(g.read(VOC, voc(box("x", "1", "2", "3")), A))["a.jpg"].answered


@pytest.mark.parametrize("name", ["/etc/passwd", "../a.jpg", "http://127.0.0.1:9/a.jpg"])
def test_a_path_outside_is_refused(name: str) -> None:
    data = voc()["a.xml"].replace(b"a.jpg", name.encode())
    assert g.codes(g.read(VOC, {"a.xml": data}, A)) == ["path.refused"]


def test_what_is_not_xml_is_refused_beside_good_files() -> None:
    found = g.read(VOC, voc() | {"b.xml": b"<annotation><object></annotation>"}, A)
    assert g.codes(found) == ["voc.syntax"]
    assert list(g.labels(found)) == ["a.jpg"]
