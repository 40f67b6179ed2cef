"""Data from providers: which sources there are, their terms, fetching, importing, and how old each is."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from comity import sources
from comity.kernel.errors import NotOnShelf, did_you_mean


def providers() -> dict[str, ModuleType]:
    """Provider modules by the name of their source, found by looking into the folder."""
    modules = [
        importlib.import_module(f"{sources.__name__}.{info.name}") for info in pkgutil.iter_modules(sources.__path__)
    ]
    return {module.SOURCE.name: module for module in modules if hasattr(module, "SOURCE")}


def provider(name: str) -> ModuleType:
    """The provider module of that name; raises NotOnShelf."""
    known = providers()
    if name not in known:
        raise NotOnShelf(f"there is no source {name!r}", hint=did_you_mean(name, known))
    return known[name]
