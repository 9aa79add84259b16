"""What lies on the table while a task is done: the case, the step, its clocks and texts, and what happened before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from wtforms import FieldList, Form, FormField

from webapp.i18n import say
from workflows.domain.access import Actor, Role
from workflows.domain.errors import Hidden, NotFound
from workflows.domain.identifiers import mask_resident_ids
from workflows.domain.process_type import LetterType, TaskType
from workflows.domain.time import office_date
from workflows.domain.words import Cited
from workflows.intake.penalty_columns import BY_CODE
from workflows.operations.case_page import CasePage, ClaimLine, FieldLine, LetterLine, TaskLine
from workflows.operations.clock_slips import Slip
from workflows.operations.office import Office
from workflows.operations.read_case import read_case
from workflows.operations.record_cards import objectable
from workflows.processes.objection.words import DECISIONS
from workflows.store import cases, people, records, tasks


@dataclass(frozen=True, kw_only=True)
class Worktable:
    """One task with everything that its page shows."""

    case: CasePage
    task: TaskLine
    kind: TaskType
    #: The newest clock of each of the step's rules, and the cap where the reader may see it.
    slips: tuple[Slip, ...]
    #: Steps that are done, the latest first, with what was written there.
    earlier: tuple[TaskLine, ...]
    #: The reader may do the task, once nobody else holds it.
    admitted: bool
    #: Fields of the record that a grid may name, with their present values.
    offered: tuple[FieldLine, ...]
    #: Departments that may have carried out a measure.
    executors: tuple[tuple[int, str], ...]
    #: What was decided, for those who carry it out: the conclusion's words, and field by field old and new.
    decided: str
    #: The provider's own objection rules (S1-08); empty where it published none.
    rules_text: str
    changes: tuple[ClaimLine, ...]
    #: The office's day, which a form may propose.
    today: date

    @property
    def late(self) -> tuple[Slip, ...]:
        """The clocks whose last day has passed: whoever meets one must say why. A supervision or a period has none."""
        if self.kind.role is Role.SUPERVISOR:
            return ()
        clocks = (slip for slip in self.slips if slip.rule not in self.case.process.periods)
        return tuple(slip for slip in clocks if slip.remaining is not None and slip.light == "red")

    @property
    def returned(self) -> tuple[TaskLine, ...]:
        """The return that brought the matter back to this step: the latest answer, if it was one."""
        latest = self.earlier[:1]
        return latest if latest and latest[0].outcome == "return" and self.task.state == "open" else ()

    @property
    def supplement(self) -> str:
        """What the centre asks the provider to supply, on the step to which it sent the matter back; else empty."""
        asked = self.kind.role is Role.PROVIDER and "objection.verify" in self.kind.rules and self.task.state == "open"
        return str(self.case.view.facts.get("supplement", "")) if asked else ""

    @property
    def submitted(self) -> TaskLine | None:
        """What was put up for signature: the latest step that wrote something and was no signature itself."""
        written = (each for each in self.earlier if "decision" not in each.data)
        return next(written, None)

    @property
    def letters(self) -> tuple[LetterType, ...]:
        """The letters of the step; of those drafted for another conclusion than this case has come to, none."""
        every = tuple(self.case.process.letters[code] for code in self.kind.letters)
        standing = {each.kind for each in self.case.letters if each.state != "void"}
        drafted = any(each.signer is not None and each.code in standing for each in every)
        if not drafted or not (hasattr(self.kind.form, "decision") or hasattr(self.kind.form, "method")):
            return every
        # The head and the level above sign what lies before them; others may draw up a paper of their own.
        draws = self.kind.role not in (Role.HEAD, Role.SUPERIOR)
        return tuple(each for each in every if each.code in standing or (draws and each.signer is None))

    def made(self, kind: str) -> tuple[LetterLine, ...]:
        """Return the newest letter of a kind that is in force; of several persons or records, each one's."""
        standing = {each.code: each for each in self.case.letters if each.kind == kind and each.state != "void"}
        return tuple(standing.values())


def read_worktable(office: Office, actor: Actor, task_id: int) -> Worktable:
    """Return a task with its case as ``actor`` may see them.

    Raises:
        NotFound: there is no such task.
        Hidden: the case or the task is not this person's to see.
    """
    with office.database.read() as connection:
        stored = tasks.load(connection, task_id)
        if stored is None:
            raise NotFound()
    case = read_case(office, actor, stored.case_id)
    task = next((each for each in case.tasks if each.id == task_id), None)
    if task is None:
        raise Hidden()
    with office.database.read() as connection:
        record = None if case.view.record_id is None else records.load(connection, case.view.record_id)
        executors = people.organisations(connection, "executor")
        memory = cases.load(connection, stored.case_id)
        provider = None if case.provider is None else people.organisation_by_id(connection, case.provider.id)
    kind = case.process.tasks[task.node]
    offered = objectable({} if record is None else record.fields)
    facts = memory.view.facts if memory is not None and _carries_out(kind) else {}
    rules = dict.fromkeys((*kind.rules, case.process.cap_rule))
    done = [each for each in case.tasks if each.state == "done" and each.data]
    return Worktable(
        case=case,
        task=task,
        kind=kind,
        slips=tuple(slip for rule in rules if (slip := case.slip(rule)) is not None),
        earlier=tuple(sorted(done, key=lambda each: (str(each.completed_at), each.id), reverse=True)),
        admitted=task.mine or (task.state == "open" and _may_hold(actor, task)),
        offered=offered,
        executors=tuple((row.id, row.name) for row in executors),
        rules_text=provider.rules_text if provider is not None and case.process.key == "objection" else "",
        decided=DECISIONS.get(facts.get("conclusion", ""), ""),
        changes=_decided_changes(facts.get("changes", ()), offered),
        today=office_date(office.clock()),
    )


def suit(form: Form, table: Worktable) -> Form:
    """Leave out the choices that the case does not offer, and return the form. What is sent, the rules judge."""
    if hasattr(form, "suit"):
        form.suit(table.case.view)
    if hasattr(form, "offer"):
        form.offer(table.case.authority.name)
    if hasattr(form, "answer_for"):
        form.answer_for(table.case.view, table.task.org_id, table.today)
    return form


def _carries_out(kind: TaskType) -> bool:
    """Tell whether a step carries out what others have decided."""
    return "objection.correct" in kind.rules


def _decided_changes(rows: Sequence[Mapping[str, str]], offered: Sequence[FieldLine]) -> tuple[ClaimLine, ...]:
    now = {line.code: line for line in offered}
    return tuple(
        ClaimLine(
            field=row["field"],
            label=now[row["field"]].label if row["field"] in now else row["field"],
            system=now[row["field"]].value if row["field"] in now else "",
            claimed=row["new"],
        )
        for row in rows
    )


def _may_hold(actor: Actor, task: TaskLine) -> bool:
    return any(role == task.role and org == task.org_id for role, org in actor.posts)


def answers(
    kind: TaskType, data: Mapping[str, Any], organisations: Mapping[int, str], *, whole: bool = False
) -> list[tuple[str, Any]]:
    """Return what was typed in a step as (label, value) pairs, in the order of its form; blanks are left out.

    Labels are message ids; choices are worded in the reader's language, typed text stands as it was typed but for the
    numbers of persons, which are masked; a grid is a list of lines.

    Args:
        organisations: names of those that a step may have chosen, by id.
        whole: whether numbers of persons are shown whole.
    """
    return typed_answers(_filled(kind.form, data), data, organisations, whole=whole)


def _filled(form_class: type[Form], data: Mapping[str, Any]) -> Form:
    """Return the step's form as it was when these answers were typed, where it has changed since."""
    form: Form = form_class()
    former = getattr(form_class, "formerly", None)
    return former() if former is not None and set(data) - {field.short_name for field in form} else form


def typed_answers(
    form: Form, data: Mapping[str, Any], organisations: Mapping[int, str] = MappingProxyType({}), *, whole: bool = False
) -> list[tuple[str, Any]]:
    """Return what was typed into any form as (label, value) pairs; see :func:`answers`."""
    typed = ((field, data.get(field.short_name)) for field in form)
    told = [
        (field.label.text, _said(field, value, organisations))
        for field, value in typed
        if value not in (None, "", [], False)
    ]
    return told if whole else [(label, _masked(value)) for label, value in told]


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(each) for each in value]
    return mask_resident_ids(value) if isinstance(value, str) and not isinstance(value, Cited) else value


def _said(field: Any, value: Any, organisations: Mapping[int, str]) -> Any:
    words = {str(key): words for key, words, *_ in getattr(field, "choices", None) or ()}
    if isinstance(value, list):
        picks = _picks(field)
        return [
            " → ".join(_cells(row, picks)) if isinstance(row, Mapping)
            else _worded(words[str(row)]) if str(row) in words
            else organisations.get(row, row)
            for row in value
        ]  # fmt: skip
    return _worded(words[value]) if isinstance(value, str) and value in words else value


def _worded(words: str) -> str:
    """Say a choice; a name that the law gives stands as it is, and is marked so."""
    return words if isinstance(words, Cited) else say(words)


def _picks(field: Any) -> dict[tuple[str, str], str]:
    """Return the words of what can be picked or ticked in the cells of a grid, by cell and key."""
    if not isinstance(field, FieldList) or field.unbound_field.field_class is not FormField:
        return {}
    row = field.unbound_field.args[0]()
    picked = {
        (cell.short_name, str(key)): words
        for cell in row
        for key, words, *_ in getattr(cell, "choices", None) or ()
    }
    return picked | {(cell.short_name, "True"): cell.label.text for cell in row if cell.type == "BooleanField"}


def _cells(row: Mapping[str, Any], picks: Mapping[tuple[str, str], str]) -> list[str]:
    """Return the cells of a grid's row that say something; a field's code becomes its heading, a pick its words."""
    return [
        say(BY_CODE[value].label) if name == "field" and value in BY_CODE
        else say(picks[name, str(value)]) if (name, str(value)) in picks
        else str(value)
        for name, value in row.items()
        if value not in (None, "", False)
    ]  # fmt: skip
