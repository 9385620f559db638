import pytest

from labelkeep.domain.assets.formats import FoundMissing
from labelkeep.plugins.formats.yolo import KIND as YOLO
from tests.plugins.formats import given as g

YAML = b"path: .\ntrain: images/train\nval: images/val\nnames: {0: cat, 1: dog}\n"
PICTURES = {"images/train/a.jpg": (100, 50), "images/val/b.jpg": (100, 50)}


def yolo(a: str, yaml: bytes = YAML) -> dict[str, bytes]:
    return {"data.yaml": yaml, "labels/train/a.txt": a.encode()}


def test_darknet_lists_are_followed_by_name() -> None:
    files = g.texts(g.shared("formats", "yolo_strict"))
    found = g.read(YOLO, files, {"obj_train_data/1.jpg": (15, 10)})
    label = g.labels(found)["obj_train_data/1.jpg"]
    assert [one.class_ for one in label.objects] == ["label_2", "label_4"]
    assert label.split == "train"
    assert label.objects[1].geometry == pytest.approx({"kind": "bbox", "x": 3, "y": 3, "w": 2, "h": 3}, abs=1e-4)


def test_labels_beside_images_are_found_for_each_split() -> None:
    files = g.texts(g.shared("formats", "yolo_ultralytics_labels"))
    found = g.read(YOLO, files, {"images/train/1.jpg": (15, 10), "images/val/1.jpg": (15, 10)})
    assert {path: (label.split, len(label.objects)) for path, label in g.labels(found).items()} == {
        "images/train/1.jpg": ("train", 2),
        "images/val/1.jpg": ("val", 2),
    }
    assert g.codes(found) == []


def test_boxes_polygons_and_empty_files_mean_what_they_say() -> None:
    files = yolo("0 0.5 0.5 0.2 0.4\n1 0 0 1 0 1 1\n") | {"labels/val/b.txt": b""}
    found = g.read(YOLO, files, PICTURES | {"images/val/c.jpg": (9, 9)})
    labels = g.labels(found)
    box, polygon = labels["images/train/a.jpg"].objects
    assert box.geometry == {"kind": "bbox", "x": 40, "y": 15, "w": 20, "h": 20}
    assert polygon.geometry == {"kind": "polygon", "rings": [[[[0, 0], [100, 0], [100, 50]]]]}
    assert g.ontology(found).object_tasks["objects"].geometry == ["bbox", "polygon"]
    assert labels["images/val/b.jpg"].answered
    assert not labels["images/val/c.jpg"].answered


def test_each_bad_line_is_reported_with_its_number() -> None:
    raw = g.shared("malicious", "annotations", "yolo", "labels", "a.txt").read_text()
    found = g.read(YOLO, yolo(raw), PICTURES)
    assert [one.at for one in g.problems(found)] == [f"line {n}" for n in range(1, 9)]
    assert not g.labels(found)["images/train/a.jpg"].answered


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("annotations", "yolo", "data.yaml"), "yolo.names"),
        (("text", "yaml_bomb.yaml"), "yolo.alias"),
        (("text", "yaml_tag.yaml"), "yolo.yaml"),
    ],
)
def test_a_hostile_description_refuses_the_data_set(path: tuple[str, ...], code: str) -> None:
    found = g.read(YOLO, yolo("0 0.5 0.5 0.2 0.4", g.shared("malicious", *path).read_bytes()), PICTURES)
    assert g.codes(found) == [code]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("path: ../../etc", "yolo.path"),
        ("train: /etc/passwd", "yolo.path"),
        ("val: http://127.0.0.1:9/x", "yolo.path"),
        ("test: ../images", "yolo.path"),
        ("names: [b]", "yolo.duplicate_key"),
        ("nc: 3", "yolo.names"),
        ("deep: " + "[" * 50 + "]" * 50, "yolo.too_deep"),
    ],
)
def test_a_description_that_points_outside_or_contradicts_itself_is_refused(line: str, code: str) -> None:
    found = g.read(YOLO, yolo("", f"names: [a]\n{line}\n".encode()), PICTURES)
    assert g.codes(found) == [code]


def test_a_label_without_its_picture_is_missing() -> None:
    found = g.read(YOLO, yolo("0 0.5 0.5 0.2 0.4"), {})
    assert [one.image for one in found if isinstance(one, FoundMissing)] == ["labels/train/a"]


def test_a_read_me_is_no_label() -> None:
    found = g.read(YOLO, yolo("") | {"README.txt": b"hello"}, PICTURES)
    assert g.codes(found) == []
