"""Names of a package that are imported when they are asked for: nobody loads what they do not use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_demand(package: str, found_in: Mapping[str, str]) -> Callable[[str], Any]:
    """Give a package its `__getattr__` (PEP 562); `found_in` holds, for each module, its names in one line.

    A name that is in no module raises AttributeError, as any other module would.
    """
    modules = {name: module for module, names in found_in.items() for name in names.split()}

    def find(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return find
