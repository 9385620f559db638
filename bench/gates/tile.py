"""A tile of 256 pixels to eight clients: each tile is asked for once, over HTTP, from a running server, cold.

Four parts: photographs of 8 bits and pictures of 16 bits through the usual display, and both through a person's own
one, where a sandboxed child decodes, looks up and encodes each tile. For each part two processes are started afresh.
Clients first visit another small picture, so that every process and its decoding children run; how long that took
stands beside the figures. What is cold, then, is the pictures that are measured: their content is dropped from the
system's page cache, and no process has opened them, read their index or asked for the right to see them. The clients
ask again as soon as they have an answer: the hardest case. Beside each part, in the same run: what libvips alone takes
to cut, window and encode the same tiles from pictures already decoded in memory.
"""

import os
import random
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import homes
import numpy as np
import processes
import pyvips

BENCH = True
P95_MS = 12
CLIENTS = 8
TILE = 256
VISITED = 600
"""Side of the small pictures that are visited first, in pixels."""
CENTRE, WIDTH = 20_000, 30_000
OVER_BARE = 2
"""Processor time of a served tile, database, decryption and sandbox included, over that of libvips alone."""
OWN = {8: {"window": [120, 200]}, 16: {"window": [CENTRE, WIDTH]}}
"""The person's own display of the parts that are rendered."""


def run(reduced: bool, seed: int) -> dict[str, Any]:
    """Measure and judge; the reduced form asks for every tile of two small pictures and judges no time."""
    count, side = (1, 1024) if reduced else (4, 5120)
    with homes.folder() as folder:
        made = pictures(folder / "pictures", count, side, seed)
        home = homes.make(folder / "home")
        with homes.served(home, roots=(folder / "pictures",)) as plan:
            homes.import_folder(plan, home.manager_token)
        figures: dict[str, Any] = {}
        for bits in (8, 16):
            for name, display in ((f"{bits}_bit", None), (f"{bits}_bit_own_display", OWN[bits])):
                with homes.served(home) as plan:
                    figures[name] = served(home, plan, bits, display, seed)
                alone = bare(made[bits], display is not None or bits > 8, bits, 20 if reduced else 1500, seed)
                figures[name]["bare_libvips"] = alone
                figures[name]["cpu_over_bare_libvips"] = round(
                    figures[name]["cpu_ms_per_tile"] / max(alone["cpu_ms"], 1e-3), 1
                )
    parts = list(figures.values())
    figures["tiles_of_one_picture"] = (side // TILE) ** 2
    clean = not any(each["errors"] for each in parts) and all(each["tiles"] for each in parts)
    quick = reduced or all(
        each["tile_ms"]["p95"] < P95_MS and each["cpu_over_bare_libvips"] <= OVER_BARE for each in parts
    )
    return {"passed": clean and quick, "figures": figures}


def pictures(folder: Path, count: int, side: int, seed: int) -> dict[int, list[Path]]:
    """Make photographs of 8 bits and pictures of 16 bits that compress as real ones do: smooth shapes with grain."""
    folder.mkdir()
    sides = [side] * count + [VISITED]
    found: dict[int, list[Path]] = {8: [], 16: []}
    for number, wide in enumerate(sides):
        grain = pyvips.Image.gaussnoise(wide, wide, sigma=4, mean=0, seed=seed * 100 + number)
        shapes = pyvips.Image.perlin(wide, wide, cell_size=200, seed=seed * 100 + number)
        grey = (shapes * 90 + 128) + grain
        colour = grey.bandjoin([grey * 0.8 + 20, grey * 0.6 + 40]).cast("uchar").copy(interpretation="srgb")
        deep = (grey * 160).cast("ushort").copy(interpretation="grey16")
        found[8].append(folder / f"photo-{number}.jpg")
        colour.jpegsave(str(found[8][-1]), Q=90)
        found[16].append(folder / f"deep-{number}.png")
        deep.pngsave(str(found[16][-1]), compression=1)
    return {bits: files[:count] for bits, files in found.items()}


def served(
    home: homes.Home, plan: dict[str, Any], bits: int, display: dict[str, Any] | None, seed: int
) -> dict[str, Any]:
    """Open a view on each picture of that depth and have eight clients ask for every tile of the two largest levels."""
    token = home.manager_token
    roots = [plan["pid"], home.database_pid]
    paths: dict[bool, list[str]] = {True: [], False: []}
    for asset in homes.call(plan, token, "GET", "/assets?limit=100")["items"]:
        view = homes.call(plan, token, "POST", f"/assets/{asset['id']}/views")
        part = view["parts"][0]
        if part["bits"] != bits:
            continue
        if display is not None:
            homes.call(plan, token, "PUT", f"/views/{view['id']}/display", display)
        paths[part["pages"][0]["width"] == VISITED] += addresses(plan["project"], view["id"], part)
    processes.settle(roots)
    given = {**plan, "dialect": "tiles"}
    visit = {**given, "tokens": [token] * 4 * CLIENTS, "own": [paths[True][:1]] * 4 * CLIENTS}
    visited = homes.annotate(visit, seed)
    processes.settle(roots)
    drop_cache(home.folder / "blobs")
    random.Random(seed).shuffle(paths[False])
    own = [paths[False][client::CLIENTS] for client in range(CLIENTS)]
    before = processes.cpu_seconds(roots)
    seen = homes.annotate({**given, "tokens": [token] * CLIENTS, "own": own}, seed)
    cpu = processes.cpu_seconds(roots) - before
    return {
        "tiles": seen["cycles"], "tile_ms": seen["claim_ms"], "tiles_per_s": round(seen["cycles_per_s"]),
        "visit_ms": visited["claim_ms"]["p95"], "errors": seen["errors"], "first_errors": seen["first_errors"],
        "cpu_ms_per_tile": round(cpu / max(seen["cycles"], 1) * 1e3, 2),
        "client_cpu_ms_per_tile": round(seen["client_cpu_s"] / max(seen["cycles"], 1) * 1e3, 3),
        "pss_mib": processes.pss_mib(roots), "load": processes.load(),
    }  # fmt: skip


def addresses(project: str, view: str, part: dict[str, Any]) -> list[str]:
    """Return the addresses of all tiles of the two largest levels of a part's first page."""
    page, found = part["pages"][0], []
    for down in (0, 1):
        level = page["levels"] - 1 - down
        columns, rows = (ceil(ceil(page[name] / 2**down) / TILE) for name in ("width", "height"))
        base = f"/api/v1/projects/{project}/views/{view}/tiles/{part['id']}/0/{level}"
        found += [f"{base}/{col}/{row}" for col in range(columns) for row in range(rows)]
    return found


def bare(files: list[Path], windowed: bool, bits: int, count: int, seed: int) -> dict[str, float]:
    """Return what cutting, windowing and encoding one tile takes in libvips alone, decoded pictures at hand."""
    draw = random.Random(seed)
    images = [pyvips.Image.new_from_file(str(file)).copy_memory() for file in files]
    walls, began = [], process_time()
    for _ in range(count):
        image = draw.choice(images)
        left, top = (draw.randrange(size // TILE) * TILE for size in (image.width, image.height))
        start = perf_counter()
        tile = image.crop(left, top, TILE, TILE)
        if windowed:
            centre, width = OWN[bits]["window"]
            kind = "b-w" if bits > 8 else "srgb"
            tile = ((tile - (centre - width / 2)) * (255 / width)).cast("uchar").copy(interpretation=kind)
        tile.jpegsave_buffer(Q=85, keep="none")
        walls.append(perf_counter() - start)
    cpu = process_time() - began
    p95 = float(np.percentile(walls, 95))
    return {
        "p50_ms": round(median(walls) * 1e3, 2),
        "p95_ms": round(p95 * 1e3, 2),
        "cpu_ms": round(cpu / count * 1e3, 2),
    }


def drop_cache(folder: Path) -> None:
    """Have the system forget the content of files, so that the next read comes from the disk."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
