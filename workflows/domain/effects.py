"""What an act does beyond its own case: pure data, carried out in the transaction of the act.

A noun that has effects of its own declares them beside itself as subclasses of :class:`Effect`; the module of the
same name under ``workflows/operations/effects/`` carries them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Something that an act does beyond its own case."""


@dataclass(frozen=True, kw_only=True)
class Tell(Effect):
    """A message to another case (BPMN message), delivered after the act; its diagram says what follows."""

    #: Name of the message in the diagram of the case that hears it.
    message: str
    #: The case that is told.
    case_id: int
    #: What is told; the process of the case reads it in ``hears``. JSON values only.
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Begin(Effect):
    """Another case begins because of this one, after the act."""

    #: Key of the process type.
    process: str
    #: The organisation that will handle it.
    authority_id: int
    subject_id: int
    record_ids: tuple[int, ...] = ()
    #: What stands in its filing form. JSON values only.
    application: Mapping[str, Any] = field(default_factory=dict)
    #: Its memory from the beginning.
    memory: Mapping[str, Any] = field(default_factory=dict)
    #: Not while one that this case began with the same memory has still to begin or is open.
    once: bool = False
    #: Waits for no open case of its kind: where the record has one, it begins beside it, about the subject alone.
    at_once: bool = False
