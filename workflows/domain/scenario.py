"""A scenario: a whole case as data, who does what with which form, and how time goes by.

People are named by their post, times are office hours of Asia/Shanghai dates, forms are filled as they are typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class File:
    """An application comes in."""

    #: What is typed into the filing form.
    form: Mapping[str, Any]
    #: ``applicant`` files online, ``reviewer`` takes in a paper form at the counter.
    who: str = "applicant"
    #: The record is the authority's own, not a provider's.
    own_record: bool = False
    #: How many of the subject's records the application is about, those of the same organisation first.
    records: int = 1
    #: Key of another process than the one before, whose case follows.
    process: str = ""


@dataclass(frozen=True, kw_only=True)
class Open:
    """Staff opens a case of its organisation's own motion."""

    #: The post that opens it, such as ``recogniser``.
    who: str
    form: Mapping[str, Any]
    #: It is about a record; otherwise about the record's subject.
    about_record: bool = False
    #: It is about the subject with this code, and about no record; the record's subject unless named.
    subject: str = ""
    #: Key of another process than the scenario's own, whose case follows the first one.
    process: str = ""


@dataclass(frozen=True, kw_only=True)
class Acknowledge:
    """The platform acknowledges what it was sent, and the case hears of it."""

    #: Kinds that are acknowledged; all that are owed unless named.
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hear:
    """Another case tells this one something."""

    message: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Do:
    """A person completes the open task on a node."""

    who: str
    node: str
    #: What is typed; names of organisations stand for themselves where the form lets departments be chosen.
    form: Mapping[str, Any]
    #: Coded reason of a breach, where the act is late.
    breach: str | None = None
    #: Names of the papers that go with it, scanned.
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Time goes by until an hour of a day; the worker fires every signal when it falls due."""

    until: date
    hour: int = 10


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """The applicant withdraws."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SignLetter:
    """A person signs a draft that no task signs, such as the 催办函 that a timer drafted."""

    who: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Follow:
    """The case that began because of this one is followed from now on."""


Act = Follow | File | Open | Do | Wait | Withdraw | Acknowledge | Hear | SignLetter


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A case from filing to its end."""

    #: The name on the command line, after the key of the process: ``on-time``.
    key: str
    name: str
    #: Day on which the office's clock stands at the beginning, 10:00.
    begins: date
    acts: tuple[Act, ...]
    #: What its records say other than those of the demonstration, by column.
    record: Mapping[str, Any] = field(default_factory=dict)
    #: Decision number of the demonstration's record that it is about; the usual one unless named.
    about: str = ""
    #: Packs that bind the authority.
    packs: tuple[str, ...] = field(default=("xinzheng/2018-03-28",))
