"""What one row of a penalty table becomes: a subject and a record, or the reasons why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflows.domain.effects import Begin
from workflows.domain.new_record import Followed, NewRecord
from workflows.domain.policy import Pack
from workflows.domain.publicity import Publicity
from workflows.domain.record_clock import first_look, next_look
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.intake.penalty_cells import CellError, Row, RowErrors
from workflows.intake.penalty_columns import BY_CODE, PERSONAL
from workflows.intake.penalty_row import PenaltyRow, SubjectKind, parse_row
from workflows.operations.destroy_records import digest_of
from workflows.operations.office import Office
from workflows.operations.record_law import RecordLaw, law_of_provider
from workflows.store import destruction, imports, people, records
from workflows.store.imports import LONGEST

_KINDS = {
    SubjectKind.ORGANISATION: "legal_person",
    SubjectKind.PERSON: "natural_person",
    SubjectKind.SOLE_TRADER: "individual_business",
}
_SHOWN = 100
#: What the tables give a record that is new.
_NEW = {"state": "published", "conduct_ended_on": None, "fulfilled_on": None, "repair_state": "", "hold_reason": ""}


@dataclass(frozen=True, kw_only=True)
class Importer:
    """On whose behalf a table is imported."""

    office: Office
    job_id: int
    org_id: int
    #: An authority imports for every provider; a provider only what is its own.
    own_only: bool
    #: The person who handed the table in.
    by: int
    at: datetime
    #: The law of each provider that the table has named so far.
    laws: dict[int, RecordLaw] = field(default_factory=dict)
    #: The texts that bind each of them, and what follows from a new record of a provider and a day.
    bound: dict[int, tuple[Pack, ...]] = field(default_factory=dict)
    known: dict[tuple[int, date], Mapping[str, Followed]] = field(default_factory=dict)
    #: Cases that begin because of new records, and how many of these came in after a limit was over.
    begins: list[Begin] = field(default_factory=list)
    past: list[int] = field(default_factory=list)

    def law(self, connection: Any, provider: Any) -> RecordLaw:
        """Return the law of a provider's records on the day of the import."""
        if provider.id not in self.laws:
            self.laws[provider.id] = law_of_provider(
                self.office, connection, provider.id, provider.jurisdiction, self.today
            )
        return self.laws[provider.id]

    def follows(self, connection: Any, provider_id: int, decided_on: date) -> Mapping[str, Followed]:
        """Return what follows from a new record, by the process that says so."""
        if provider_id not in self.bound:
            packs = (self.office.packs[pack] for pack in people.bound_packs(connection, provider_id, self.today))
            self.bound[provider_id] = tuple(pack for pack in packs if pack.in_force(self.today))
        if (provider_id, decided_on) not in self.known:
            new = NewRecord(
                act_kind="penalty",
                decided_on=decided_on,
                packs=self.bound[provider_id],
                calendar=self.office.calendar(),
                today=self.today,
            )
            self.known[provider_id, decided_on] = {
                key: process.after_import(new) for key, process in self.office.processes.items()
            }
        return self.known[provider_id, decided_on]

    @property
    def today(self) -> date:
        """The Asia/Shanghai date of the import."""
        return office_date(self.at)


def read_row(row: Row, today: date) -> PenaltyRow | RowErrors:
    """Parse a row and look whether the tables can hold it."""
    parsed = parse_row(row, today)
    if isinstance(parsed, RowErrors):
        return parsed
    for code, longest in LONGEST.items():
        text = row.cells.get(code, "")
        if len(text) > longest:
            return _refusal(parsed, code, text, N_("最多 %(longest)s 字，请精简。"), longest=longest)
    return parsed


def take_row(connection: Any, importer: Importer, row: Row, parsed: PenaltyRow) -> str | RowErrors:
    """Write one row within an act; return ``added``, ``updated``, ``same`` or what is wrong.

    Raises:
        StaleVersion: another import wrote the same subject or record at this moment.
    """
    provider = people.organisation_by_name(connection, parsed.organ) or people.organisation_by_name(
        connection, parsed.source_unit
    )
    if provider is None:
        why = N_("系统中没有这个单位，请管理员先添加单位（名称须完全一致），再重新导入。")
        return _refusal(parsed, "CF_CFJG", parsed.organ, why)
    if importer.own_only and provider.id != importer.org_id:
        return _refusal(parsed, "CF_CFJG", parsed.organ, N_("只能导入本单位的处罚信息。"))
    subject_id = _subject(connection, parsed)
    if isinstance(subject_id, RowErrors):
        return subject_id
    fields = {code: text for code, text in row.cells.items() if code not in PERSONAL and code != "CATEGORY"}
    values: dict[str, Any] = {
        "fields": fields,
        "decided_on": parsed.decided_on,
        "publish_until": parsed.publish_until,
        "category": str(parsed.category or ""),
    }
    known = records.find(connection, provider.id, parsed.decision_number, subject_id)
    law, today = importer.law(connection, provider), importer.today
    if known is None:
        if destruction.destroyed_before(connection, _digest(importer, provider.id, parsed)):
            why = N_("该信息保存期满，已依规定销毁，不得再次导入。")
            return _refusal(parsed, "CF_WSH", parsed.decision_number, why)
        key = {"subject_id": subject_id, "provider_id": provider.id, "decision_number": parsed.decision_number}
        follows = importer.follows(connection, provider.id, parsed.decided_on)
        # Publicity begins with the disclosure: here, unless a case has to see to it first.
        published_on = None if any(each.begins for each in follows.values()) else today
        new = _publicity({**_NEW, **values, "published_on": published_on}, parsed)
        look = {"published_on": published_on, "look_on": first_look(new, law.of(new), law.keeping)}
        record_id = imports.add_record(connection, {**key, **values, **look, "import_job_id": importer.job_id})
        _follow(importer, follows, provider.id, subject_id, record_id)
        return "added"
    if all(getattr(known, name) == value for name, value in values.items()):
        return "same"
    if known.state == "withdrawn" or imports.corrected_by_decision(connection, known.id):
        why = N_("该信息已按异议处理决定更正或撤销，导入不得覆盖；来源数据请先按决定更正。")
        return _refusal(parsed, "CF_WSH", parsed.decision_number, why)
    changes = _changes(known.fields, fields)
    after = _publicity({**known._mapping, **values}, parsed)
    look_on = next_look(after, law.of(after), law.keeping, today)
    imports.update_record(
        connection,
        known,
        {**values, "look_on": look_on, "import_job_id": importer.job_id},
        changes,
        importer.at,
        importer.by,
    )
    return "updated"


def _follow(
    importer: Importer, follows: Mapping[str, Followed], provider_id: int, subject_id: int, record_id: int
) -> None:
    """Note the cases that begin about a new record, and whether a limit was over before it came in."""
    for process, each in follows.items():
        if each.begins:
            importer.begins.append(
                Begin(
                    process=process,
                    authority_id=provider_id,
                    subject_id=subject_id,
                    record_ids=(record_id,),
                    application=each.application,
                    memory=each.memory,
                )
            )
    if any(each.past for each in follows.values()):
        importer.past.append(record_id)


def _digest(importer: Importer, provider_id: int, parsed: PenaltyRow) -> str:
    return digest_of(importer.office, provider_id, parsed.decision_number, _code(parsed)[1])


def _publicity(values: dict[str, Any], parsed: PenaltyRow) -> Publicity:
    return Publicity.of(values, _KINDS[parsed.subject_kind])


def _subject(connection: Any, parsed: PenaltyRow) -> int | RowErrors:
    """Find or write the subject; a person's number that is known under another name is refused."""
    code_type, code = _code(parsed)
    values: dict[str, Any] = {
        "kind": _KINDS[parsed.subject_kind],
        "name": parsed.subject_name,
        "legal_representative": parsed.legal_representative,
        "alt_ids": dict(parsed.alternatives),
    }
    known = imports.find_subject(connection, code_type, code)
    if known is None:
        return imports.add_subject(connection, {**values, "code_type": code_type, "code": code})
    if known.kind == "natural_person" and known.name != parsed.subject_name:
        why = N_("该证件号码在系统中是另一个姓名，请核对姓名和号码。")
        return _refusal(parsed, "CF_XDR_MC", parsed.subject_name, why)
    values["alt_ids"] = {**known.alt_ids, **values["alt_ids"]}
    values["legal_representative"] = parsed.legal_representative or known.legal_representative
    if any(getattr(known, name) != value for name, value in values.items()):
        imports.update_subject(connection, known.id, values)
    return int(known.id)


def _code(parsed: PenaltyRow) -> tuple[str, str]:
    """Type and code by which a subject is known: the credit code, a person's number, or else an older register's."""
    if parsed.subject_kind is SubjectKind.PERSON:
        resident = len(parsed.id_number) == 18
        return ("resident_id" if resident else "other_id"), parsed.id_number
    if parsed.uscc:
        return "uscc", parsed.uscc
    return next(iter(sorted(parsed.alternatives.items())))


def _changes(old: dict[str, str], new: dict[str, str]) -> list[dict[str, str]]:
    codes = [code for code in (*old, *(code for code in new if code not in old)) if old.get(code) != new.get(code)]
    return [{"field": code, "old": old.get(code, ""), "new": new.get(code, "")} for code in codes]


def _refusal(parsed: PenaltyRow, code: str, value: str, message: str, **params: object) -> RowErrors:
    error = CellError(code=code, label=BY_CODE[code].label, value=value[:_SHOWN], message=message, params=params)
    return RowErrors(
        number=parsed.number,
        subject_name=parsed.subject_name[:_SHOWN],
        decision_number=parsed.decision_number[:_SHOWN],
        errors=(error,),
    )
