"""The letters of a revocation: REP-11 撤销信用修复决定书, SHR-01 送达回证."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Role
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.letter_parts import date_cn, organ_letter
from workflows.processes.repair_revocation.words import CAUSES, SERVICE_METHODS

LETTERS: dict[str, LetterType] = {
    letter.code: letter
    for letter in (
        LetterType(
            code="REP-11", title=N_("撤销信用修复决定书"), template="shared/notice", word="修撤", signer=Role.HEAD,
            recipient="applicant", relief=True,
        ),
        LetterType(code="SHR-01", title=N_("送达回证"), template="shared/form"),
    )
}  # fmt: skip


def _decision(dossier: Dossier) -> Body:
    """REP-11: facts, reasons, basis, and until when the record is public again."""
    answers = {**dossier.answers.get("draft_revocation", {}), **dossier.answers.get("redraft_revocation", {})}
    cause = CAUSES.get(dossier.application.get("cause", ""), "")
    return Body(
        opening=(
            f"本机关准予{dossier.subject['name']}就{dossier.case.facts.get('number', '')}信息的信用修复，"
            f"因{cause}，现决定予以撤销。",
        ),
        sections=(
            Section(heading="查明的事实", paragraphs=(dossier.application.get("found", ""),)),
            Section(heading="理由和依据", paragraphs=(answers.get("reasons", ""), answers.get("basis", ""))),
            Section(
                heading="撤销的后果",
                paragraphs=(f"恢复公示该信息至{_day(dossier.case.facts.get('restore_until'))}，不因节假日顺延。",),
            ),
        ),
    )


def _service(dossier: Dossier) -> Body:
    answers = dossier.answers.get("serve_revocation", {})
    return Body(
        sections=(
            Section(
                heading="送达",
                fields=(
                    ("案由", "撤销信用修复"),
                    ("受送达人", dossier.subject["name"]),
                    ("文书名称及文号", f"撤销信用修复决定书 {dossier.numbers.get('REP-11', '')}".strip()),
                    ("送达日期", _day(answers.get("served_on"))),
                    ("收件人", answers.get("receiver", "")),
                    ("与受送达人关系", answers.get("relation") or "本人"),
                    ("备注", answers.get("note") or ""),
                ),
            ),
            Section(
                heading="送达方式",
                ticks=tuple((words, key == answers.get("method")) for key, words in SERVICE_METHODS.items()),
            ),
        ),
        signatures=("收件人（签名）", "日期"),
    )


def _day(value: Any) -> str:
    return date_cn(date.fromisoformat(value)) if value else ""


_BODIES: dict[str, Callable[[Dossier], Body]] = {"REP-11": _decision, "SHR-01": _service}


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    recipient = dossier.subject["name"] if code == "REP-11" else ""
    return organ_letter(_BODIES[code](dossier), dossier, LETTERS[code], recipient=recipient)
