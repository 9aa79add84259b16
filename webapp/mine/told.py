"""An applicant's case told in plain words: the step line, whose turn it is, what happened, and whether we are late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflows.domain.access import Role
from workflows.domain.case import CASE_STATE_NAMES, CaseState, Channel
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_
from workflows.operations.case_page import CasePage, EventLine, LetterLine, TaskLine
from workflows.operations.clock_slips import Slip

#: Kind of event → words for the applicant; a kind that is not here is not told.
_WORDS: Mapping[str, str] = {
    "case_opened": N_("我们收到了您的申请"),
    "letter_issued": N_("我们出具了《%(about)s》"),
    "letter_signed": N_("我们签发了《%(about)s》%(number)s"),
    "letter_served": N_("《%(about)s》已送达"),
    "task_completed": N_("“%(about)s”已完成"),
    "clock_suspended": N_("答复期限暂停计算"),
    "clock_resumed": N_("答复期限恢复计算"),
    "clock_extended": N_("答复期限已依规定延长"),
    "clock_recomputed": N_("答复期限重新计算"),
    "deadline_breached": N_("我们没有在期限内答复您，督办岗已介入"),
    "clock_met": N_("我们在期限内作出了答复"),
    "clock_met_late": N_("我们作出了答复，但超过了期限"),
    "record_marked": N_("该信息已加注“异议处理中”"),
    "record_unmarked": N_("该信息的异议标注已解除"),
    "record_corrected": N_("该信息已更正"),
    "record_withdrawn": N_("该信息已撤销"),
    "withdrawal_filed": N_("您撤回了申请"),
    "case_archived": N_("本件办结"),
    "case_refused": N_("本件不予受理"),
    "case_withdrawn": N_("本件终止办理"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One point of the step line."""

    words: str
    #: done, now or later.
    state: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What is being waited for."""

    #: It is the applicant's turn.
    yours: bool
    words: str
    node: str
    due_on: date | None
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of the timeline."""

    at: datetime
    words: str
    params: Mapping[str, Any]
    #: A last day that belongs to it (ISO), shown behind the words.
    due_on: str


def steps(process: ProcessType, step: str, state: CaseState) -> list[Step]:
    """Return the step line; of a case that ended early only how it began and how it ended."""
    if state in (CaseState.REFUSED, CaseState.WITHDRAWN):
        first = next(iter(process.steps.values()))
        return [Step(words=first, state="done"), Step(words=CASE_STATE_NAMES[state], state="done")]
    keys = list(process.steps)
    now = len(keys) if state is CaseState.ARCHIVED else keys.index(step)
    return [
        Step(words=process.steps[key], state="done" if place < now else "now" if place == now else "later")
        for place, key in enumerate(keys)
    ]


def turns(page: CasePage) -> list[Turn]:
    """Return what is being waited for, the applicant's own turn first; once where several desks may do it."""
    waiting = sorted((_turn(page, task) for task in page.open_tasks), key=lambda turn: not turn.yours)
    found: dict[str, Turn] = {}
    for turn in waiting:
        found.setdefault(turn.words, turn)
    return [turn for words, turn in found.items() if words]


def following(page: CasePage) -> str:
    """Return the name of the step that comes next on the step line; empty where none does."""
    keys = list(page.process.steps)
    after = keys[keys.index(page.step) + 1 :] if page.view.state is CaseState.OPEN else []
    return page.process.steps[after[0]] if after else ""


def stopped(page: CasePage) -> Slip | None:
    """Return the clock of the reply while it stands still, else None."""
    slip = page.slip(page.process.cap_rule)
    return slip if slip is not None and slip.state == "suspended" else None


def _turn(page: CasePage, task: TaskLine) -> Turn:
    kind = page.process.tasks[task.node]
    clocks = [page.slip(rule) for rule in (*kind.rules, page.process.cap_rule)]
    return Turn(
        yours=task.mine and task.role == Role.APPLICANT,
        words=kind.waiting,
        node=task.node,
        due_on=task.due_on,
        provisional=any(slip.provisional for slip in clocks if slip is not None and slip.due_on == task.due_on),
    )


def facts(page: CasePage) -> list[Fact]:
    """Return the timeline, newest first."""
    return [_fact(event) for event in reversed(page.events) if event.kind in _WORDS]


def _fact(event: EventLine) -> Fact:
    due = event.data.get("due_on") if event.kind in ("clock_extended", "clock_recomputed", "clock_resumed") else None
    return Fact(
        at=event.at,
        words=_WORDS[event.kind] if event.data.get("channel") != Channel.OFFICE else N_("办理单位立案"),
        params={"about": event.about, "number": event.data.get("number") or ""},
        due_on=str(due or ""),
    )


def reply(page: CasePage) -> LetterLine | None:
    """Return the letter that answers the applicant, once it was served or the case was closed with it; else None."""
    closed = page.view.state is not CaseState.OPEN
    # Where nobody has asked for anything, only the end is an answer: what leads to it stands under 文书.
    told = closed or page.view.channel is not Channel.OFFICE
    answers = [letter for letter in page.letters if told and letter.number and (closed or letter.served_at is not None)]
    return answers[-1] if answers else None


def late(page: CasePage) -> Slip | None:
    """Return the clock of the reply if its last day has passed or was missed, so that we can say sorry; else None."""
    slip = page.slip(page.process.cap_rule)
    return slip if slip is not None and slip.light == "red" else None


def promised(page: CasePage) -> date | None:
    """Return the new last day that a supervisor has promised for a late reply; None where there is none."""
    day = page.view.facts.get("promised_on")
    return date.fromisoformat(day) if day else None


def may_withdraw(page: CasePage) -> bool:
    """Tell whether the withdrawal form is offered; the rules decide again when it is sent."""
    waiting = page.process.tasks
    if page.process.may_withdraw is None:
        return False
    leaving = any(waiting[task.node].step == "closed" for task in page.open_tasks)
    return page.view.state is CaseState.OPEN and not page.view.facts.get("reply_signed") and not leaving
