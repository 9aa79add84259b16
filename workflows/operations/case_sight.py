"""What of a case its reader may see: steps, papers, files and clocks, by the side from which the case is looked at.

The authority sees all. The applicant sees facts, own papers and clocks, never internal opinions. Other organisations
see what was sent to them and, where a step is theirs, what it takes to decide: what their own officers did, and the
steps that the task names (``TaskType.reads``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView
from workflows.domain.letter_code import place_of
from workflows.domain.process_type import ProcessType
from workflows.operations.case_page import OUTSIDE, Side, TaskLine
from workflows.operations.reading import CASE_POSTS
from workflows.operations.untold import served_first, untold, untold_rule

#: Posts of the organisation that provided the record.
_PROVIDER_POSTS = (Role.PROVIDER, Role.RECOGNISER, Role.LEGAL, Role.HEAD, Role.SUPERVISOR)


def speakers(case: CaseView) -> dict[int, int]:
    """Return the accounts of liable persons (惩戒到人) who were told of the case, by their place in it."""
    return {int(place): user_id for place, user_id in case.facts.get("speakers", {}).items()}


def side_of(actor: Actor, case: CaseView) -> Side:
    """Return from which side a person who may see a case looks at it. In one's own case one is the applicant."""
    if case.applicant_id is not None and case.applicant_id == actor.user_id:
        return Side.APPLICANT
    if actor.user_id in speakers(case).values():
        return Side.PERSON
    if actor.organisations(*CASE_POSTS) & {case.authority_id}:
        return Side.CENTRE
    if case.provider_id is not None and actor.organisations(*_PROVIDER_POSTS) & {case.provider_id}:
        return Side.PROVIDER
    return Side.EXECUTOR


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What one reader may see of one case."""

    side: Side
    process: ProcessType
    actor: Actor
    #: Organisations whose officers' steps the reader sees: those in which colleagues prepare what the reader decides.
    colleagues: frozenset[int]
    #: Steps of other organisations that the reader's own steps must know.
    reads: frozenset[str]
    #: Codes of the letters on which the reader's own steps work.
    papers: frozenset[str]
    #: Steps that the applicant is not told of yet.
    secret: frozenset[str]
    #: Places of the liable persons for whom the reader speaks.
    places: frozenset[int]

    @property
    def whole(self) -> bool:
        """Whether the matter itself is shown: what was reported or applied for, and the evidence."""
        return self.side not in (Side.EXECUTOR, Side.PERSON) or bool(self.reads)

    def task(self, row: Any) -> bool:
        """Tell whether a step is shown."""
        if row.node in self.secret:
            return False
        if self.side is Side.CENTRE:
            return True
        if self.side is Side.PERSON:
            return bool(row.user_id == self.actor.user_id)
        if self.side is Side.APPLICANT:
            # What another person is asked for themselves is that person's matter.
            return bool(row.role != Role.SUPERVISOR) and row.user_id in (None, self.actor.user_id)
        return row.node in self.reads or row.org_id in self.colleagues or _own(self.actor, row)

    def letter(self, row: Any) -> bool:
        """Tell whether a paper is shown; outside the authority a draft is to those alone whose step works on it."""
        if self.side is Side.CENTRE:
            return True
        kind = self.process.letter(row.code)
        final = row.state in ("signed", "issued")
        if self.side in (Side.APPLICANT, Side.PERSON):
            own = kind.recipient == "persons" and place_of(row.code) in self.places
            handed = kind.code not in served_first(self.process) or row.served_at is not None
            return final and handed and (own or (kind.recipient == "applicant" and self.side is Side.APPLICANT))
        at_work = kind.code in self.papers and row.state != "void"
        if self.side is Side.PROVIDER:
            sent = kind.recipient == "provider" or kind.of_provider or kind.signer is Role.PROVIDER
            # What its own step works with is shown to it, such as the application that it examines.
            return (sent and final) or at_work
        return (final and kind.recipient == "executors") or (bool(self.reads) and at_work)

    def file(self, row: Any, tasks: Sequence[TaskLine]) -> bool:
        """Tell whether a file is shown: evidence with the matter, others with their step (one of ``tasks``)."""
        if self.side in OUTSIDE and row.task_id is not None:
            own = any(task.id == row.task_id and task.role == Role.APPLICANT for task in tasks)
            return own and row.purpose == "evidence"
        if self.side is Side.CENTRE or (self.whole and row.purpose in ("evidence", "authority_letter")):
            return True
        return self.side not in OUTSIDE and any(task.id == row.task_id for task in tasks)

    def clock(self, rule: str, tasks: Sequence[TaskLine]) -> bool:
        """Tell whether a clock is shown: outside the authority, with a step (of ``tasks``) that it measures."""
        if self.side is Side.CENTRE:
            return True
        if self.side is Side.APPLICANT:
            return not untold_rule(self.process, rule, self.secret)
        return any(rule in self.process.tasks[task.node].rules for task in tasks)


def sight_of(actor: Actor, case: CaseView, process: ProcessType, tasks: Sequence[Any], letters: Sequence[Any]) -> Sight:
    """Return what a person who may see a case may see of it.

    Args:
        tasks: rows of the case's steps.
        letters: rows of its papers.
    """
    side = side_of(actor, case)
    own = [process.tasks[row.node] for row in tasks if _own(actor, row)]
    shared = side is Side.PROVIDER and bool(own)
    return Sight(
        side=side,
        process=process,
        actor=actor,
        colleagues=actor.organisations(*_PROVIDER_POSTS) & {case.provider_id} if shared else frozenset(),
        reads=frozenset(node for kind in own for node in kind.reads),
        papers=frozenset(code for kind in own for code in kind.letters),
        secret=untold(process, letters) if side is Side.APPLICANT else frozenset(),
        places=frozenset(place for place, user_id in speakers(case).items() if user_id == actor.user_id),
    )


def _own(actor: Actor, row: Any) -> bool:
    return bool(row.org_id in actor.organisations(Role(row.role)))
