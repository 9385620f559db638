"""libvips as children use it: only the loaders of the types that we read, and no cache that outlives a call."""

from typing import Any

import pyvips  # pyright: ignore[reportMissingImports]  # found in the locked environment; its types are not relied on

_LOADERS = ("Jpeg", "Png", "Nsgif", "Webp", "Tiff", "Heif")

# libvips makes its operations at run time and the stubs cover them in part, so the library is typed as a whole by
# hand: not at all.
vips: Any = pyvips

vips.block_untrusted_set(True)
vips.operation_block_set("VipsForeignLoad", True)
for _name in _LOADERS:
    vips.operation_block_set("VipsForeignLoad" + _name, False)
vips.cache_set_max(0)
