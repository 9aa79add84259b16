"""The dossier of a case: everything that a letter may be filled from, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.domain.case import CaseView


@dataclass(frozen=True, kw_only=True)
class Organ:
    """An organisation as it appears on paper."""

    id: int
    name: str
    letter_word: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    contact_post: str = ""
    review_body: str = ""
    court: str = ""


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """A deadline as it is printed: its last day, and whether the calendar behind it is only provisional."""

    rule: str
    due_on: date | None
    provisional: bool
    article: str = ""
    pack: str = ""
    #: The length in words, 5个工作日; empty for a day set by hand.
    length: str = ""


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Plain values about one case, as they stand when a letter is drafted or signed."""

    case: CaseView
    query_code: str
    subject: Mapping[str, Any]
    #: The record with its ``fields`` by field code; empty where the case concerns none.
    record: Mapping[str, Any]
    authority: Organ
    provider: Organ | None
    #: Every organisation that the case names, by id (executing departments among them).
    organs: Mapping[int, Organ]
    #: What the applicant wrote.
    application: Mapping[str, Any]
    #: Form data of the last completion of each task node, the present act's included.
    answers: Mapping[str, Mapping[str, Any]]
    #: Who last completed each node, by name, and on which date.
    doers: Mapping[str, tuple[str, date]]
    #: Numbers of the letters signed so far, by code.
    numbers: Mapping[str, str]
    #: Deadlines by rule, the newest of each.
    deadlines: Mapping[str, DueDate]
    #: Rules whose clock has not started: the last day if it started today.
    expected: Mapping[str, DueDate] = field(default_factory=dict)
    #: Of each rule whose last day was moved, the deadline before the newest.
    former: Mapping[str, DueDate] = field(default_factory=dict)
    #: Hashes of the letters signed so far, by code.
    hashes: Mapping[str, str] = field(default_factory=dict)
    #: Chinese names of the record's fields, by field code.
    labels: Mapping[str, str] = field(default_factory=dict)
    #: Working days by which the provider's answer is late.
    days_late: int = 0
    #: Names of the files handed in, by purpose.
    attachments: Sequence[str] = ()
    #: The subject's own listings, those that stand first: the columns of the register and ``measures``.
    listings: Sequence[Mapping[str, Any]] = ()
    #: Numbered letters of the subject's other cases, newest first: process, code, number, signed_on, record, about.
    earlier: Sequence[Mapping[str, Any]] = ()
    #: The date on the letter (Asia/Shanghai).
    today: date
    #: The number of the letter being printed; empty for a draft or a paper without one.
    number: str = ""
    #: Address of the public page of the letter being printed; empty for a draft or a paper without a number.
    verify: str = ""
    #: Corrections being carried out: {field, label, old, new}.
    changes: tuple[Mapping[str, str], ...] = ()
    #: Address of the site, for QR codes.
    site: str = ""
    #: The records of a case about several; the one record where it is about one.
    records: tuple[Mapping[str, Any], ...] = ()
    #: Requirements of the binding packs, e.g. {"marking": False, "correction_stops": False}.
    requires: Mapping[str, bool] = field(default_factory=dict)
