"""The registry finds plug-ins by looking into a package, so that adding one is adding a file."""

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


class PluginRefused(RuntimeError):
    """A module in a plug-in package is not what it must be: the application must not start with it."""


def discover(package: ModuleType, protocol: type[T]) -> dict[str, T]:
    """Return every plug-in of ``package`` by its ``name``, in alphabetical order.

    A plug-in is a module whose ``KIND`` fulfils ``protocol`` (``runtime_checkable``) and has a non-empty ``name``; what
    plug-ins are made of stands in packages beside them, which are passed over.
    Raises ``PluginRefused`` for a module without a fitting ``KIND`` and for two that bear one name: a plug-in that is
    silently left out is found only when its data is needed.
    """
    found: dict[str, T] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if module.ispkg:
            continue
        where = f"{package.__name__}.{module.name}"
        kind = _kind(where, protocol)
        name = getattr(kind, "name", None)
        if not isinstance(name, str) or not name:
            raise PluginRefused(f"{where}.KIND has no name")
        if name in found:
            raise PluginRefused(f"{where}.KIND is called {name!r}, and another module of {package.__name__} is too")
        found[name] = kind
    return dict(sorted(found.items()))


def _kind(where: str, protocol: type[T]) -> T:
    """Import one module and return its ``KIND`` if it fits."""
    kind = getattr(import_module(where), "KIND", None)
    if kind is None:
        raise PluginRefused(f"{where} has no KIND")
    if isinstance(kind, type) or not isinstance(kind, protocol):
        raise PluginRefused(f"{where}.KIND is not a {protocol.__name__}")
    return kind
