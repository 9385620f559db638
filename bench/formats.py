"""Figures of the exchange formats: rows a second read from COCO with validation, labels a second written.

Run: ``python bench/formats.py [boxes] [labels]``. Prints one JSON object; memory is the growth of the peak resident
size.
"""

import io
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from labelkeep.domain.assets.formats import FoundLabel, FoundOntology, SourceFile
from labelkeep.domain.labels.fitting import PartSize
from labelkeep.domain.labels.repair import repair
from labelkeep.domain.labels.shapes import Label
from labelkeep.domain.labels.validation import check
from labelkeep.domain.ontology.shapes import Ontology
from labelkeep.domain.releases.formats import ReleaseFacts, ReleaseItem, ReleasePart
from labelkeep.plugins.formats.coco import KIND as COCO
from labelkeep.plugins.formats.jsonl import KIND as JSONL

PER_PICTURE = 10
PART = UUID(int=1)


def coco_bytes(boxes: int) -> bytes:
    """Return a COCO file of ``boxes`` boxes, ten a picture, thirty classes."""
    pictures = boxes // PER_PICTURE
    rows = [
        {
            "id": n + 1,
            "image_id": n // PER_PICTURE + 1,
            "category_id": n % 30 + 1,
            "bbox": [n % 500 + 0.125, n % 300 + 0.5, 40.25, 33.0],
            "area": 1328.25,
            "iscrowd": 0,
            "segmentation": [],
        }
        for n in range(boxes)
    ]
    images = [{"id": n + 1, "file_name": f"{n:08}.jpg", "width": 640, "height": 480} for n in range(pictures)]
    categories = [{"id": n + 1, "name": f"class {n}"} for n in range(30)]
    return json.dumps({"images": images, "annotations": rows, "categories": categories}).encode()


def read_coco(data: bytes, boxes: int) -> dict[str, Any]:
    """Read, repair, check and encode every label, as an import does before it writes rows."""
    images = {f"{n:08}.jpg": (640, 480) for n in range(boxes // PER_PICTURE)}
    files = [SourceFile("instances.json", len(data), lambda: data[:65536])]
    start, before, done = time.perf_counter(), forget_peak(), 0
    ontology = Ontology(tasks=[])
    for found in COCO.read(files, lambda _: io.BytesIO(data), images):
        if isinstance(found, FoundOntology):
            ontology = found.ontology
        elif isinstance(found, FoundLabel):
            label = repair(found, ontology, PART, PartSize(640, 480), "bench").label
            done += len(label.objects)
            label.model_dump_json()
    seconds = time.perf_counter() - start
    assert done == boxes
    grown = round(peak() - before, 1)
    return {"rows": boxes, "rows_per_s": round(boxes / seconds), "peak_growth_mib": grown}


def items(count: int, label: bytes) -> Iterator[ReleaseItem]:
    """Yield release items that share one label of ten boxes."""
    parts = (ReleasePart(str(PART), "image", 0, 640, 480),)
    facts = {"labelled_by": "person-1", "labelled_at": "2026-01-01T00:00:00Z", "guideline": 1, "reviews": []}
    for n in range(count):
        yield ReleaseItem(f"{n:032x}", f"{n:08}.jpg", "train", parts, label, facts)


def write(kind: Any, count: int, label: bytes, ontology: Ontology) -> dict[str, Any]:
    """Write ``count`` labels and throw the bytes away."""
    facts = ReleaseFacts("Bench", "snapshot", 1, "bench", "2026-01-01T00:00:00Z", ontology, "v1")
    start, before, size = time.perf_counter(), forget_peak(), 0
    for _path, chunks in kind.write(facts, items(count, label)):
        size += sum(map(len, chunks))
    seconds = time.perf_counter() - start
    return {
        "labels": count,
        "labels_per_s": round(count / seconds),
        "mib_per_s": round(size / seconds / 2**20),
        "peak_growth_mib": round(peak() - before, 1),
    }


def peak() -> float:
    """Return the peak resident size of this process in MiB since ``forget_peak``."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def forget_peak() -> float:
    """Start the peak anew and return it."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


def per_call(call: Any, times: int = 2000) -> float:
    """Return microseconds a call, the best of five rounds."""
    rounds: Iterable[float] = (_round(call, times) for _ in range(5))
    return round(min(rounds), 1)


def _round(call: Any, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times * 1e6


def ten_boxes() -> tuple[Label, Ontology]:
    """Return the label of one picture with ten boxes and its ontology."""
    data = coco_bytes(PER_PICTURE)
    files = [SourceFile("instances.json", len(data), lambda: data)]
    found = list(COCO.read(files, lambda _: io.BytesIO(data), {"00000000.jpg": (640, 480)}))
    assert isinstance(found[0], FoundOntology)
    assert isinstance(found[1], FoundLabel)
    return repair(found[1], found[0].ontology, PART, PartSize(640, 480), "bench").label, found[0].ontology


def main() -> None:
    """Run everything and print the figures."""
    boxes, labels = (int(text) for text in (sys.argv[1:] + ["200000", "200000"][len(sys.argv) - 1 :]))
    label, ontology = ten_boxes()
    body = label.model_dump_json().encode()
    sizes = {PART: PartSize(640, 480)}
    plain = orjson.loads(body)
    figures = {
        "load": "unknown",
        "validate_json_10_boxes_us": per_call(lambda: Label.model_validate_json(body)),
        "validate_python_10_boxes_us": per_call(lambda: Label.model_validate(plain)),
        "check_10_boxes_us": per_call(lambda: check(label, ontology, sizes)),
        "write_jsonl": write(JSONL, labels, body, ontology),
        "write_coco": write(COCO, labels // 4, body, ontology),
        "read_coco": read_coco(coco_bytes(boxes), boxes),
    }
    with suppress(OSError):
        figures["load"] = Path("/proc/loadavg").read_text().split()[0]
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
