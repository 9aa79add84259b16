"""Signs or voids a letter outside the flow of tasks: a 催办函 that a timer drafted, a number that must be given up."""

from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.errors import Hidden, NotFound, OwnWork, ReasonsRequired, StaleVersion
from workflows.operations import notify, papers
from workflows.operations.act import Act
from workflows.operations.office import Office
from workflows.operations.reading import may_see, open_act
from workflows.operations.retry import once
from workflows.store import cases


@dataclass(frozen=True, kw_only=True)
class LetterAct:
    """The command: which letter of which case, seen at which version."""

    case_id: int
    letter_id: int
    seen: int
    key: str
    #: Only for voiding.
    reason: str = ""


def sign_letter(office: Office, actor: Actor, command: LetterAct) -> None:
    """Sign a draft that no task signs (OBJ-09); its signer's role is asked for, and not its drafter's hand.

    Raises:
        Hidden: not this person's case.
        NotFound: no such draft, or one that belongs to a task.
        OwnWork: the person drafted it.
    """

    def sign(act: Act, row: Any) -> None:
        kind = act.process.letter(row.code)
        by_task = any(kind.code in task.letters for task in act.process.tasks.values())
        if row.state != "draft" or by_task or kind.signer is None:
            raise NotFound()
        actor.require(kind.signer, act.case.authority_id)
        if row.drafted_by == actor.user_id:
            raise OwnWork()
        papers.sign(act, row.code)
        notify.owe(act, "letter_sent", kind.recipient, act.event_count, title=kind.title)

    once(office, actor, command.key, lambda: _carry_out(office, actor, command, sign), lambda _result: None)


def void_letter(office: Office, actor: Actor, command: LetterAct) -> None:
    """Void a signed letter with a reason; the number stays in the register (发文登记簿) and is not given again.

    Raises:
        ReasonsRequired: no reason.
        NotFound: the letter is not signed.
    """
    if not command.reason.strip():
        raise ReasonsRequired()

    def void(act: Act, row: Any) -> None:
        kind = act.process.letter(row.code)
        if row.state != "signed" or kind.signer is None:
            raise NotFound()
        actor.require(kind.signer, row.organ_id)
        papers.void(act, row, command.reason.strip())

    once(office, actor, command.key, lambda: _carry_out(office, actor, command, void), lambda _result: None)


def _carry_out(office: Office, actor: Actor, command: LetterAct, what: Any) -> None:
    act = open_act(office, actor, command.case_id)
    if not may_see(actor, act.case):
        raise Hidden()
    if act.case.substance != command.seen:
        raise StaleVersion(final=True)
    row = next((row for row in act.letters if row.id == command.letter_id), None)
    if row is None:
        raise NotFound()
    what(act, row)
    with office.database.act() as uow:
        cases.keep_result(uow.connection, command.key, actor.user_id, "letter", act.now)
        act.write(uow)
        uow.commit()
