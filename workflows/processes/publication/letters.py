"""The letters of publication: PUB-01 公示审批表, PUB-02 撤下公示公告, REP-00 信用修复告知书 with a penalty."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Role
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.process_type import LetterType
from workflows.domain.publicity import ACT_KINDS
from workflows.domain.words import N_
from workflows.processes.letter_parts import approval_field, cite, date_cn, maybe_cn, organ_letter
from workflows.processes.publication.words import CONCLUSIONS, PROCEDURES, REASONS, RULES
from workflows.processes.repair_information import told

LETTERS: dict[str, LetterType] = {
    letter.code: letter
    for letter in (
        LetterType(code="PUB-01", title=N_("行政行为信息公示审批表"), template="shared/form"),
        LetterType(
            code="PUB-02", title=N_("撤下行政行为信息公示的公告"), template="shared/announcement", word="撤公",
            signer=Role.HEAD,
        ),
        LetterType(
            code="REP-00", title=N_("信用修复告知书"), template="shared/notice", word="修告", recipient="applicant",
        ),
    )
}  # fmt: skip

#: The record counts from its first day on display, which its receipt tells after this letter has gone out.
_COUNTED = "下列日期暂从决定之日起算；公示期自在信用网站公示之日起算，公示后可以凭查询码查到确定的日期。"


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the layout of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    recipient = str(dossier.subject["name"]) if LETTERS[code].recipient == "applicant" else ""
    return organ_letter(_BODIES[code](dossier), dossier, LETTERS[code], recipient=recipient)


def _sheet(dossier: Dossier) -> Body:
    """PUB-01: the act, its limits, what the law makes of it, and who decided."""
    facts = dossier.case.facts
    limits = tuple(
        (f"{words}期限", f"{maybe_cn(found)}（{cite(found)}）")
        for rule, words in RULES.items()
        if (found := dossier.deadlines.get(rule)) is not None and found.due_on is not None
    )
    article = facts.get("article") or ""
    return Body(
        sections=(
            Section(
                heading="行政行为",
                fields=(
                    ("决定书文号", str(facts["number"])),
                    ("行政相对人", str(facts["shown_as"])),
                    ("行政行为种类", ACT_KINDS[facts["kind"]]),
                    ("作出决定的程序", PROCEDURES[dossier.application.get("procedure") or "general"]),
                    ("决定日期", _day(facts["decided_on"])),
                    *limits,
                ),
            ),
            Section(
                heading="审查结论",
                ticks=tuple((words, key == facts.get("outcome")) for key, words in CONCLUSIONS.items()),
            ),
            Section(
                heading="理由和依据",
                fields=()
                if facts.get("outcome") == "publish"
                else (("不公示的理由", REASONS.get(facts.get("reason") or "", "无")), ("依据", article or "无")),
            ),
            Section(
                heading="审批",
                fields=(
                    approval_field(dossier, "check", "公示审查", "经办人", "opinion"),
                    *(
                        (approval_field(dossier, "approve_withholding", "不予公示审批", "负责人", "opinion"),)
                        if facts.get("outcome") != "publish"
                        else ()
                    ),
                ),
            ),
        ),
    )


def _announcement(dossier: Dossier) -> Body:
    """PUB-02: which act is taken down, from when and why (行政处罚法 Art. 48: with reasons, in public)."""
    facts, answers = dossier.case.facts, dossier.answers.get("draft_withdrawal", {})
    return Body(
        opening=(
            f"{dossier.authority.name}就{facts['shown_as']}作出的{ACT_KINDS[facts['kind']]}决定"
            f"（{facts['number']}，{_day(facts['decided_on'])}作出）已于{_day(facts['annulled_on'])}被撤销或者变更。"
            f"{_under(facts['kind'])}现将该信息从信用网站撤下，并公开说明如下。",
        ),
        sections=(
            Section(heading="撤销或者变更的依据", paragraphs=(f"{str(facts['annulled_by']).rstrip('。')}。",)),
            Section(heading="撤下的理由", paragraphs=(str(answers.get("reasons") or ""),)),
        ),
        closing=("特此公告。",),
    )


def _under(kind: str) -> str:
    return "根据《中华人民共和国行政处罚法》第四十八条，" if kind == "penalty" else ""


def _repair(dossier: Dossier) -> Body:
    """REP-00: publicity has not begun, so its periods are counted from the decision for the time being."""
    return told(dossier, counted=_COUNTED)


def _day(text: Any) -> str:
    return date_cn(date.fromisoformat(str(text))) if text else ""


_BODIES: dict[str, Callable[[Dossier], Body]] = {
    "PUB-01": _sheet,
    "PUB-02": _announcement,
    "REP-00": _repair,
}
