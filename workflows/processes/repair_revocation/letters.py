"""The letters of a revocation: REP-11 撤销信用修复决定书, SHR-01 送达回证, SHR-03 公告送达公告."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Role
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.letter_code import kind_of
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.letter_parts import date_cn, organ_letter, sentence
from workflows.processes.repair_revocation.words import CAUSES
from workflows.processes.service_letter import Served, paper_of_service, service_papers

LETTERS: dict[str, LetterType] = {
    letter.code: letter
    for letter in (
        LetterType(
            code="REP-11", title=N_("撤销信用修复决定书"), template="shared/notice", word="修撤", signer=Role.HEAD,
            recipient="applicant", relief=True,
        ),
        *service_papers(),
    )
}  # fmt: skip


def _decision(dossier: Dossier) -> Body:
    """REP-11: facts, reasons, basis, and until when the record is public again."""
    answers = {**dossier.answers.get("draft_revocation", {}), **dossier.answers.get("redraft_revocation", {})}
    cause = CAUSES.get(dossier.application.get("cause", ""), "")
    return Body(
        opening=(
            f"本机关{_granted(dossier)}准予修复{dossier.case.facts.get('number', '')}信息。"
            f"经查，存在{cause}的情形，现决定撤销该信用修复。",
        ),
        sections=(
            Section(heading="查明的事实", paragraphs=(sentence(dossier.application.get("found")),)),
            Section(heading="理由和依据", paragraphs=(sentence(answers.get("reasons")), _under(answers.get("basis")))),
            Section(
                heading="撤销的后果",
                paragraphs=(
                    f"自本决定作出之日起恢复公示、共享和使用该信息，公示至{_day(dossier.case.facts.get('restore_until'))}，"
                    "期限届满不因节假日顺延。",
                ),
            ),
        ),
    )


def _granted(dossier: Dossier) -> str:
    """How the repair was granted: the decision by number and date; where another house made it, when it took effect."""
    number = dossier.case.facts.get("number", "")
    for row in dossier.earlier:
        of_record = row["about"] == number or (not row["about"] and row["record"] == dossier.case.record_id)
        if row["process"] == "repair" and kind_of(row["code"]) == "REP-08" and of_record:
            return f"于{date_cn(row['signed_on'])}以《信用修复决定书》（{row['number']}）"
    ended_on = dossier.record.get("ended_on")
    return f"曾作出决定，自{date_cn(ended_on)}起" if ended_on else "曾作出决定，"


def _under(basis: object) -> str:
    return f"依据：{sentence(basis)}" if basis else ""


def _day(value: Any) -> str:
    return date_cn(date.fromisoformat(value)) if value else ""


_SERVED = Served(node="serve_revocation", codes=("REP-11",), cause="撤销信用修复")
_BODIES: dict[str, Callable[[Dossier], Body]] = {"REP-11": _decision}


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    if code in _BODIES:
        return organ_letter(_BODIES[code](dossier), dossier, LETTERS[code], recipient=str(dossier.subject["name"]))
    return paper_of_service(code, dossier, LETTERS, _SERVED, organ=dossier.authority)
