"""Bulk work without the cyclic garbage collector: it walks a million young objects that die by themselves."""

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0


@contextmanager
def uncollected() -> Generator[None]:
    """Hold the collector off for about a second's work; the last of several threads that leaves lets it go on."""
    global _inside  # noqa: PLW0603  the collector is one for the whole process
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.enable()
