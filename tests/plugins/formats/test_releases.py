"""What is written can be read again, by us and by others."""

import contextlib
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelkeep.core.errors import Invalid
from labelkeep.domain.assets.formats import FoundLabel
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.repair import repair
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.releases.formats import ReleaseFacts, ReleaseItem, ReleasePart
from labelkeep.plugins.formats.coco import KIND as COCO
from labelkeep.plugins.formats.jsonl import KIND as JSONL
from labelkeep.plugins.formats.voc import KIND as VOC
from tests.domain.labels.made import ANSWER, ONTOLOGY, PART, box, label, polygon, thing
from tests.plugins.formats import given as g

SIZE = (100, 80)


def facts(ontology: Ontology = ONTOLOGY) -> ReleaseFacts:
    return ReleaseFacts("Cells", "June", 3, "training", "2026-06-01T00:00:00Z", ontology, "ontology-1")


def item(number: int, made: Label | None, split: str | None = "train", pages: int = 1, **changes: Any) -> ReleaseItem:
    given = {"name": f"{number}.jpg", "parts": (ReleasePart(str(PART), "image", 0, *SIZE, pages),)} | changes
    body = made.model_dump_json().encode() if made else None
    return ReleaseItem(id=str(UUID(int=number)), split=split, label=body, provenance={"by": "person-1"}, **given)


def written(kind: Any, items: Iterable[ReleaseItem], about: ReleaseFacts | None = None) -> dict[str, bytes]:
    return {path: b"".join(chunks) for path, chunks in kind.write(about or facts(), items)}


def square(x: float, y: float, size: float) -> list[list[float]]:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size]]


def test_coco_holds_pictures_with_and_without_objects_by_split() -> None:
    objects = [
        thing(1, box(1, 2, 3, 4)),
        thing(2, {"kind": "polygon", "rings": [[square(0, 0, 10)], [square(20, 20, 5)]]}),
    ]
    files = written(COCO, [item(1, label(*objects)), item(2, label()), item(3, None), item(4, label(thing(3)), "val")])
    assert list(files) == ["annotations/instances_train.json", "annotations/instances_val.json"]
    train, val = (json.loads(data) for data in files.values())
    assert [(one["id"], one["file_name"]) for one in train["images"]] == [(1, "1.jpg"), (2, "2.jpg"), (3, "3.jpg")]
    assert [one["bbox"] for one in train["annotations"]] == [[1, 2, 3, 4], [0, 0, 25, 25]]
    assert [one["area"] for one in train["annotations"]] == [12, 125]
    assert train["annotations"][1]["segmentation"] == [[0, 0, 10, 0, 10, 10, 0, 10], [20, 20, 25, 20, 25, 25, 20, 25]]
    assert [one["name"] for one in train["categories"]] == ["Red", "White"]
    assert (val["images"][0]["id"], val["annotations"][0]["id"], val["annotations"][0]["image_id"]) == (4, 3, 4)
    assert train["images"][0]["attributes"] == {"picture/ok": True}
    assert train["images"][0]["lk_id"] == str(UUID(int=1))


def test_holes_and_nesting_that_coco_cannot_say_are_counted() -> None:
    about = facts()
    holed = thing(1, polygon(square(0, 0, 10), square(2, 2, 2)))
    nested = {"attr": "kind", "options": [{"option": "other", "attributes": [{"attr": "which", "value": "a"}]}]}
    seen = {"attr": "seen", "options": [{"option": "edge"}]}
    (data,) = written(
        COCO, [item(1, label(holed, thing(2, attributes=[nested, seen], **{"class": "wbc"})))], about
    ).values()
    rows = json.loads(data)["annotations"]
    assert rows[0]["area"] == 96
    assert rows[1]["attributes"] == {"kind": "other", "kind/other/which": "a", "seen": ["edge"]}
    assert about.losses == {"polygon.holes": 1, "attribute.nesting": 1}
    assert json.loads(data)["info"]["lossy"] == {"attribute.nesting": 1, "polygon.holes": 1}


def test_every_page_of_an_asset_is_a_picture_of_its_own() -> None:
    (data,) = written(COCO, [item(1, label(thing(1, page=1)), pages=2)]).values()
    whole = json.loads(data)
    assert [one["lk_page"] for one in whole["images"]] == [0, 1]
    assert whole["annotations"][0]["image_id"] == 2


def test_an_empty_release_is_still_a_coco_file() -> None:
    (data,) = written(COCO, []).values()
    assert json.loads(data)["images"] == []


def test_assets_that_are_not_ordered_by_split_are_refused() -> None:
    with pytest.raises(Invalid):
        written(COCO, [item(1, None), item(2, None, "val"), item(3, None)])


def test_a_class_that_the_ontology_lacks_stops_the_release() -> None:
    with pytest.raises(Invalid, match="cells/gone"):
        written(COCO, [item(1, label(thing(1, **{"class": "gone"})))])


@pytest.mark.parametrize("kind", [COCO, JSONL])
def test_equal_input_gives_equal_bytes(kind: Any) -> None:
    items = [item(n, label(*[thing(m) for m in range(n)])) for n in range(30)]
    assert written(kind, items) == written(kind, items)


def test_many_rows_are_one_valid_file() -> None:
    items = [item(n, label(*[thing(n * 10 + m) for m in range(10)])) for n in range(1, 600)]
    (data,) = written(COCO, items).values()
    whole = json.loads(data)
    assert len(whole["annotations"]) == 5990
    assert len(whole["images"]) == 599


def test_pycocotools_loads_it_without_a_warning(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    coco = pytest.importorskip("pycocotools.coco")
    objects = [thing(1), thing(2, polygon(square(0, 0, 10)))]
    (data,) = written(COCO, [item(1, label(*objects)), item(2, label())]).values()
    path = tmp_path / "instances.json"
    path.write_bytes(data)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        loaded = coco.COCO(str(path))
    assert len(loaded.getImgIds()) == 2
    assert "warn" not in said.getvalue().lower()
    assert [one for one in recwarn.list if one.category is not ResourceWarning] == []  # it never closes its file


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its masks and numpy 2
def test_pycocotools_draws_our_polygons(tmp_path: Path) -> None:
    coco = pytest.importorskip("pycocotools.coco")
    (data,) = written(COCO, [item(1, label(thing(2, polygon(square(0, 0, 10)))))]).values()
    path = tmp_path / "instances.json"
    path.write_bytes(data)
    with contextlib.redirect_stdout(io.StringIO()):
        loaded = coco.COCO(str(path))
    assert loaded.annToMask(loaded.loadAnns([1])[0]).sum() == 100


def test_blood_cells_go_from_voc_to_coco_with_equal_coordinates() -> None:
    files = g.texts(g.shared("images", "bccd_voc"))
    sizes = {path: (640, 480) for path in files if path.endswith(".jpg")}
    found = g.read(VOC, files, sizes)
    ontology, items = g.ontology(found), []
    for number, (image, one) in enumerate(sorted(g.labels(found).items()), 1):
        fixed = repair(one, ontology, PART, PartSize(640, 480), "test")
        assert [remark.level for remark in fixed.remarks if remark.level == "refused"] == []
        items.append(item(number, fixed.label, name=image, parts=(ReleasePart(str(PART), "image", 0, 640, 480),)))
    again = g.read(COCO, written(COCO, items, facts(ontology)), sizes)
    names = {one.id: one.label for one in ontology.object_tasks["objects"].classes}
    assert corners(again, names) == corners(found, names)
    assert sum(len(one.objects) for one in g.labels(again).values()) == 181


def corners(found: list[Any], names: dict[str, str]) -> dict[str, list[Any]]:
    return {
        image: [(names[o.class_], [float(o.geometry[k]) for k in "xywh"]) for o in one.objects]  # type: ignore[literal-required]
        for image, one in g.labels(found).items()
    }


KNOWN = [{"attr": "kind", "options": [{"option": "eosinophil"}]}]
CLASSES: dict[str, dict[str, Any]] = {"rbc": {"class": "rbc"}, "wbc": {"class": "wbc", "attributes": KNOWN}}
coordinates = st.floats(0, 80, allow_subnormal=False)
shapes = st.builds(box, coordinates, coordinates, st.floats(0.01, 20), st.floats(0.01, 20)) | st.builds(
    lambda x, y, s: polygon(square(x, y, s)), coordinates, coordinates, st.floats(0.01, 20)
)
things = st.lists(st.tuples(shapes, st.sampled_from(["rbc", "wbc"])), max_size=6).map(
    lambda made: [thing(n, shape, **CLASSES[class_]) for n, (shape, class_) in enumerate(made, 1)]
)


def plain(found: FoundLabel) -> list[tuple[str, Any]]:
    return [(one.class_, one.geometry) for one in found.objects]


@settings(max_examples=60)
@given(st.lists(things, min_size=1, max_size=4))
def test_boxes_and_polygons_survive_coco_exactly(pictures: list[list[dict[str, Any]]]) -> None:
    items = [item(n, label(*objects)) for n, objects in enumerate(pictures, 1)]
    found = g.read(COCO, written(COCO, items), {f"{n}.jpg": SIZE for n in range(1, len(pictures) + 1)})
    slugs = {"rbc": "red", "wbc": "white"}
    for n, objects in enumerate(pictures, 1):
        expected = [(slugs[one["class"]], one["geometry"]) for one in objects]
        assert plain(g.labels(found)[f"{n}.jpg"]) == expected
    assert g.problems(found) == []


@settings(max_examples=60)
@given(st.lists(things, min_size=1, max_size=4))
def test_everything_survives_our_own_lines(pictures: list[list[dict[str, Any]]]) -> None:
    made = [label(*objects) for objects in pictures]
    files = written(JSONL, [item(n, one) for n, one in enumerate(made, 1)])
    found = g.read(JSONL, files, {f"{n}.jpg": SIZE for n in range(1, len(pictures) + 1)})
    assert g.ontology(found) == ONTOLOGY
    for n, one in enumerate(made, 1):
        back = g.labels(found)[f"{n}.jpg"]
        fixed = repair(back, ONTOLOGY, PART, PartSize(100_000, 100_000), "test").label
        assert [(o.id, o.class_, o.geometry) for o in fixed.objects] == [
            (o.id, o.class_, o.geometry) for o in one.objects
        ]
        assert [c.attributes for c in fixed.classifications] == [c.attributes for c in one.classifications]


def test_a_line_holds_label_split_parts_and_provenance_and_stays_one_line() -> None:
    pretty = orjson.dumps(orjson.loads(label(thing(1)).model_dump_json()), option=orjson.OPT_INDENT_2)
    items = [item(1, label(thing(1))), item(2, None, None)]
    items.append(ReleaseItem("3", "ünï\n.jpg", "val", (), pretty, {}))
    lines = written(JSONL, items)["assets.jsonl"].splitlines()
    assert len(lines) == 3
    first = json.loads(lines[0])
    assert first["label"]["classifications"][0]["id"] == ANSWER["id"]
    assert first["asset"] == {
        "id": str(UUID(int=1)),
        "name": "1.jpg",
        "split": "train",
        "parts": [{"id": str(PART), "role": "image", "order": 0, "width": 100, "height": 80, "pages": 1}],
    }
    assert first["provenance"] == {"by": "person-1"}
    assert json.loads(lines[1])["label"] is None


@pytest.mark.parametrize("line", [b"{}", b"[1]", b"null", b'{"asset":{"parts":[{}],"name":1},"label":{}}', b"[" * 9999])
def test_a_line_that_is_no_asset_is_reported_with_its_number(line: bytes) -> None:
    files = written(JSONL, [item(1, label(thing(1)))])
    files["assets.jsonl"] += line + b"\n" + files["assets.jsonl"].replace(b"1.jpg", b"2.jpg")
    found = g.read(JSONL, files, {"1.jpg": SIZE, "2.jpg": SIZE})
    assert [(one.code, one.at) for one in g.problems(found)] == [("jsonl.line", "line 2")]
    assert list(g.labels(found)) == ["1.jpg", "2.jpg"]
