"""Process types (业务类型): one folder each, found by :func:`discover` and named in no list."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from workflows.domain.process_type import ProcessType


@cache
def discover() -> Mapping[str, ProcessType]:
    """Return every process type by key, in the order of their folders' names.

    Raises:
        RuntimeError: two folders declare the same key.
    """
    found: dict[str, ProcessType] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            continue
        process: ProcessType = importlib.import_module(f"{__name__}.{module.name}").PROCESS
        if process.key in found:
            raise RuntimeError(f"two process types are called {process.key}")
        found[process.key] = process
    return MappingProxyType(found)
