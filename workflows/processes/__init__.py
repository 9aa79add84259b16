"""Process types (业务类型): one folder each, found by :func:`discover` and named in no list."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from workflows.domain.events import EVENT_NAMES
from workflows.domain.process_type import ProcessType

__all__ = ["discover", "event_names", "rule_names", "rules_by_process"]


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


def rules_by_process() -> Mapping[str, tuple[str, ...]]:
    """Return the rules that a pack of each process answers."""
    return {key: tuple(process.all_rules) for key, process in discover().items()}


def rule_names() -> Mapping[str, str]:
    """Return the words of every rule of every process, by rule."""
    return {rule: words for process in discover().values() for rule, words in process.all_rules.items()}


@cache
def event_names() -> Mapping[str, str]:
    """Return the words of every kind of event, those of the processes included."""
    own = {kind: words for process in discover().values() for kind, words in process.events.items()}
    return MappingProxyType({**EVENT_NAMES, **own})
