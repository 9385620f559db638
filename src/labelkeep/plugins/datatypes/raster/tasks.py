"""What children do for pictures. Each function is named in ``labelkeep.plugins.datatypes.image`` and runs confined."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

import numpy as np

from labelkeep.infra.sandbox.frames import Message
from labelkeep.plugins.datatypes.raster import deep, showing
from labelkeep.plugins.datatypes.raster.cutting import Cutter
from labelkeep.plugins.datatypes.raster.display import Display
from labelkeep.plugins.datatypes.raster.facts import TILE, Facts, Page
from labelkeep.plugins.datatypes.raster.opening import (
    Source,
    coloured,
    has_profile,
    on_board,
    open_source,
    orientation_of,
    upright,
)
from labelkeep.plugins.datatypes.raster.vips import vips

_LOW, _HIGH = 0.005, 0.995
_LOSSY = ("image/jpeg", "image/webp", "image/avif", "image/heic", "image/heif")
_KEPT_TABLES = 32


def describe(arguments: dict[str, Any], payload: Any) -> Message:
    """Read the facts of a picture from its headers, without the window. Raises ``MediaRefused``."""
    source = _opened(arguments, payload)
    image = source.load(source.declared.pages[0])
    coloured(image)
    return Message({"facts": _facts(source, image, None).to_json()})


def pyramid(arguments: dict[str, Any], payload: Any) -> Iterator[Message]:
    """Yield pages, tiles, a thumbnail and the facts of a picture. Raises ``MediaRefused`` where it breaks off."""
    source = _opened(arguments, payload)
    first = source.load(source.declared.pages[0])
    window = _window(coloured(source.load(source.declared.pages[0]))) if first.format == "ushort" else None
    facts = _facts(source, first, window)
    through = None if window is None else showing.table(Display.of_window(window), 65536)
    for number, image in enumerate(_pages(source)):
        shown = on_board(coloured(upright(image)), window)
        page = Page(number, shown.width, shown.height)
        yield Message({"page": [number, page.width, page.height]})
        cutter = Cutter(page, facts.lossless, through)
        for tile in cutter.tiles(shown):
            yield Message({"tile": [tile.page, tile.level, tile.col, tile.row]}, (tile.data, tile.shown))
        if number == 0:
            yield Message({"thumbnail": True}, (_thumbnail(cutter.small(), window),))
    yield Message({"facts": facts.to_json()})


def renderer() -> Callable[[Message], Message]:
    """Return the serving task that shows a tile through a display: one tile in, one JPEG out."""
    tables: OrderedDict[tuple[Display, int], showing.Table] = OrderedDict()

    def answer(message: Message) -> Message:
        display, tile = Display.from_json(message.facts["display"]), message.parts[0]
        at = (display, showing.values_in(tile))
        table = tables.pop(at, None)
        tables[at] = table = showing.table(*at) if table is None else table
        if len(tables) > _KEPT_TABLES:
            tables.popitem(last=False)
        return Message({}, (showing.shown(tile, table),))

    warm_up = np.zeros((TILE, TILE, 3), np.uint16)
    answer(Message({"display": Display().to_json()}, (deep.packed(warm_up),)))
    return answer


def _opened(arguments: dict[str, Any], payload: Any) -> Source:
    return open_source(payload, arguments["name"], arguments["max_pixels"], arguments["max_pages"])


def _facts(source: Source, image: Any, window: tuple[float, float] | None) -> Facts:
    orientation = orientation_of(image)
    height = image.get_page_height() if source.rolled else image.height
    width, height = (height, image.width) if orientation > 4 else (image.width, height)
    kind = image.interpretation
    bits = image.get("bits-per-sample") if image.get_typeof("bits-per-sample") else 0
    return Facts(
        media_type=source.media_type,
        width=width,
        height=height,
        pages=len(source.declared.pages),
        bands=image.bands,
        bits=bits or (16 if image.format == "ushort" else 8),
        orientation=orientation,
        colour="grey" if kind in {"b-w", "grey16"} else "cmyk" if kind == "cmyk" else "rgb",
        icc=has_profile(image),
        animated=source.declared.animated,
        alpha=bool(image.hasalpha()),
        lossless=not (source.declared.lossy or source.media_type in _LOSSY),
        window=window,
    )


def _pages(source: Source) -> Iterator[Any]:
    if not source.rolled:
        for number in source.declared.pages:
            yield source.load(number)
        return
    roll = source.load(0, -1)
    height = roll.get_page_height()
    for number in range(len(source.declared.pages)):
        # Later frames follow in the same pass; their metadata would claim a roll for each of them.
        frame = roll.crop(0, number * height, roll.width, height).copy()
        frame.remove("page-height")
        yield frame


def _window(image: Any) -> tuple[float, float]:
    """Return the 0.5th and 99.5th percentile over all colour bands, transparent pixels left out."""
    colours = image.extract_band(0, n=image.bands - 1) if image.hasalpha() else image
    seen = image.extract_band(image.bands - 1) > 0 if image.hasalpha() else colours.extract_band(0) >= 0
    # One pass over a source that can be read once: hidden pixels become 0 and are then taken off that count.
    marked = seen.ifthenelse(colours, 0).bandjoin(seen.cast("ushort"))
    histogram: list[int] = memoryview(marked.hist_find().write_to_memory()).cast("I").tolist()
    bands: int = colours.bands
    hidden: int = histogram[bands]
    counts = [sum(histogram[at : at + bands]) for at in range(0, len(histogram), bands + 1)]
    counts[0] -= hidden * bands
    below, total = list(accumulate(counts)), sum(counts)
    low = next((value for value, count in enumerate(below) if count > _LOW * total), 0)
    high = next((value for value, count in enumerate(below) if count >= _HIGH * total), low)
    return float(low), float(max(high, low + 1))


def _thumbnail(image: Any, window: tuple[float, float] | None) -> bytes:
    scale = TILE / max(image.width, image.height)
    if scale < 1:
        wide, tall = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image = image.resize(wide / image.width, vscale=tall / image.height)
    if window is not None:
        image = image.maplut(_table(window))
    return _jpeg(image)


def _table(window: tuple[float, float]) -> Any:
    table = showing.table(Display.of_window(window), 65536)
    return vips.Image.new_from_memory(table.tobytes(), table.size, 1, 1, "uchar")


def _jpeg(image: Any) -> bytes:
    kind = "b-w" if image.bands == 1 else "srgb"
    return image.copy(interpretation=kind).jpegsave_buffer(Q=85, keep="none")
