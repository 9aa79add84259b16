"""What the case page says about a case: its tokens, what may be done to it, and each event in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from webapp.i18n import date_cn, say
from workflows.domain.access import Actor, Role
from workflows.domain.breach import BREACH_REASONS
from workflows.domain.case import CaseState
from workflows.domain.service import METHODS
from workflows.operations.case_page import CasePage, EventLine, LetterLine
from workflows.operations.extend_deadline import approving_unit
from workflows.operations.papers import REDRAFTED

#: Event kind → class of its mark in the timeline.
MARKS: Mapping[str, str] = {
    "deadline_warned": "is-warned",
    "deadline_breached": "is-late",
    "deadline_escalated": "is-late",
    "clock_met_late": "is-late",
    "clock_met": "is-done",
    "case_archived": "is-done",
    "letter_signed": "is-done",
    "letter_served": "is-done",
}


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Where the case stands in its diagram, as node ids."""

    current: tuple[str, ...]
    done: tuple[str, ...]
    returned: tuple[str, ...]


def tokens(page: CasePage) -> Tokens:
    """Return the nodes that wait for somebody, those that are done, and those whose last answer was a return."""
    # The main line first: a supervision beside it is not what the reader looks for.
    line = sorted(page.open_tasks, key=lambda task: task.role == Role.SUPERVISOR)
    current = tuple(dict.fromkeys(task.node for task in line))
    last: dict[str, str] = {task.node: task.outcome for task in page.tasks if task.state == "done"}
    done = {node: outcome for node, outcome in last.items() if node not in current}
    return Tokens(
        current=current,
        done=tuple(node for node, outcome in done.items() if outcome != "return"),
        returned=tuple(node for node, outcome in done.items() if outcome == "return"),
    )


@dataclass(frozen=True, kw_only=True)
class Powers:
    """What the reader may do to a case besides its steps."""

    suspend_for: tuple[str, ...]
    resume: bool
    #: (rule, name) of the deadlines that the reader may extend.
    extend: tuple[tuple[str, str], ...]
    #: Ids of letters that may be signed or voided.
    sign: frozenset[int]
    void: frozenset[int]
    withdraw: bool


def powers(actor: Actor, page: CasePage) -> Powers:
    """Return what the reader may do; the operations decide again."""
    view, open_ = page.view, page.view.state is CaseState.OPEN
    reviewer = open_ and actor.holds(Role.REVIEWER, view.authority_id)
    suspended = any(each["to"] is None for each in view.clocks.get("suspensions", ()))
    reasons = dict.fromkeys(reason for slip in page.slips if slip.state == "running" for reason in slip.suspend_for)
    return Powers(
        suspend_for=tuple(reasons) if reviewer and not suspended else (),
        resume=reviewer and suspended,
        extend=tuple(
            (slip.rule, slip.name)
            for slip in page.slips
            if open_
            and slip.state == "running"
            and slip.extendable
            and (slip.remaining or 0) >= 0
            and actor.holds(Role.HEAD, approving_unit(page.process, view, slip.rule))
        ),
        sign=frozenset(letter.id for letter in page.letters if open_ and _may_sign(actor, page, letter)),
        void=frozenset(each.id for each in page.letters if each.state == "signed" and _signs(actor, page, each)),
        withdraw=reviewer and view.applicant_id is None and not view.facts.get("reply_signed") and not _leaving(page),
    )


def _leaving(page: CasePage) -> bool:
    return any(page.process.tasks[task.node].step == "closed" for task in page.open_tasks)


def _may_sign(actor: Actor, page: CasePage, letter: LetterLine) -> bool:
    by_task = any(letter.kind in task.letters for task in page.process.tasks.values())
    return letter.state == "draft" and not by_task and _signs(actor, page, letter)


def _signs(actor: Actor, page: CasePage, letter: LetterLine) -> bool:
    signer = page.process.letter(letter.code).signer
    organ = page.view.provider_id if signer is Role.PROVIDER else page.view.authority_id
    return signer is not None and actor.holds(signer, organ)


def details(page: CasePage, event: EventLine) -> list[str]:
    """Return what an event says besides its name, in the reader's language."""
    data: Mapping[str, Any] = event.data
    told: list[str] = []
    if data.get("outcome"):
        told.append(say(page.process.outcome_words(data.get("node", ""), data["outcome"])))
    if data.get("number"):
        told.append(str(data["number"]))
    if data.get("old") and data.get("due_on"):
        told.append(_("由%(old)s改为%(due)s", old=date_cn(data["old"]), due=date_cn(data["due_on"])))
    elif data.get("due_on"):
        told.append(_("最后期限%(due)s", due=date_cn(data["due_on"])))
    if data.get("provisional"):
        told.append(_("暂定"))
    if data.get("method"):
        told.append(say(METHODS.get(data["method"], data["method"])))
    if data.get("on_behalf"):
        told.append(_("代%(who)s办理", who=data["on_behalf"]))
    if event.kind == "case_copied":
        told.append(str(data["to"]))
    told += [_reason(str(text)) for key in ("reason", "note", "evidence") if (text := data.get(key))]
    opinion = data.get("data", {}).get("opinion") if isinstance(data.get("data"), Mapping) else None
    if opinion:
        told.append(str(opinion))
    return told


def _reason(text: str) -> str:
    """Say a coded reason in words; what somebody typed stays as it is."""
    coded = {**BREACH_REASONS, REDRAFTED: REDRAFTED}
    return say(coded[text]) if text in coded else text
