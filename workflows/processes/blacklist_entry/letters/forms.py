"""What stays in the file: proposal, defence, reviews, order to the departments."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Grid, Section
from workflows.domain.listing import BASIS_KINDS, DOMAINS, LIABLE_ROLES, MEASURE_STATES, REGISTERS
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.letters import hearing
from workflows.processes.blacklist_entry.rules import execution
from workflows.processes.blacklist_entry.words import (
    ASSESSMENTS,
    CONCLUSIONS,
    DEFENCE_CHANNELS,
    REMEDIES,
    TAKEN,
    UNSETTLED,
)


def proposal(dossier: Dossier) -> Body:
    """Return what 名单认定建议表 (LST-01) says."""
    kind, said = parts.kind_of(dossier), dossier.answers.get("assess", {})
    domains = dossier.case.facts.get("domains")
    return Body(
        sections=(
            Section(
                fields=(
                    *parts.subject_fields(dossier),
                    ("线索来源", str(dossier.application.get("source", ""))),
                    ("名单", f"{kind.name}（{REGISTERS[kind.register]}）"),
                    ("领域", DOMAINS[kind.domain]),
                    ("目录依据", parts.list_basis(dossier) or "本案适用的规则没有规定此名单，仅供内部监管"),
                    ("依据文书", f"{BASIS_KINDS[said.get('basis_kind', 'penalty')]} {said.get('basis_number', '')}"),
                    ("生效日期", parts.day_cn(said.get("basis_effective_on"))),
                    ("复议诉讼情况", _remedy(said)),
                    ("多领域标志", "列入时核查" if domains is None else f"已在{domains}个领域列入"),
                )
            ),
            Section(
                heading="三项要件论证",
                fields=tuple(
                    (label, str(said.get(field) or ""))
                    for field, label in (("nature", "性质"), ("gravity", "情节"), ("harm", "社会危害"))
                ),
            ),
            parts.persons_section(dossier),
            parts.measures_section(dossier, "拟采取的措施"),
            Section(heading="审查结论", fields=(("结论", ASSESSMENTS[str(said.get("conclusion", "none"))]),)),
        )
    )


def _remedy(said: Mapping[str, Any]) -> str:
    """Return whether the document may still be changed, and where it may why it is listed nevertheless."""
    words = REMEDIES.get(str(said.get("remedy")), "")
    reasons = str(said.get("remedy_reasons") or "").strip()
    return f"{words}；仍然列入的理由：{reasons}" if reasons and said.get("remedy") in UNSETTLED else words


def persons_defence(dossier: Dossier) -> Body:
    """Return what 责任人员陈述申辩书 (LST-03P) says: what this person has brought forward for themselves so far."""
    told = defence(dossier)
    return replace(told, sections=(told.sections[0], parts.persons_section(dossier), *told.sections[1:]))


def defence(dossier: Dossier) -> Body:
    """Return what 陈述申辩书 (LST-03) says: everything that the subject has brought forward so far."""
    rows = tuple(
        (str(place), each["text"] + _came(each), each["evidence"])
        for place, each in enumerate(dossier.case.facts.get("statements", []), 1)
    )
    return Body(
        sections=(
            Section(fields=parts.subject_fields(dossier)),
            Section(heading="陈述申辩意见", grid=Grid(columns=("序号", "意见", "证据"), rows=rows)),
        ),
        signatures=("陈述人（签名）",),
    )


def _came(said: Mapping[str, Any]) -> str:
    """Return how and when a statement came to the department; empty for one made online."""
    return f"（{parts.day_cn(said['on'])}{DEFENCE_CHANNELS[said['channel']]}）" if said.get("channel") else ""


def review(dossier: Dossier) -> Body:
    """Return what 陈述申辩复核意见书 (LST-04) says, point by point."""
    said = dossier.answers.get("review_defence", {})
    rows = tuple(
        (str(place), row.get("person") or "当事人", row["point"], TAKEN[row["taken"]], row["reason"])
        for place, row in enumerate(said.get("points", []), 1)
    )
    none = () if rows else ("当事人和责任人员在期限内未陈述申辩。",)
    return Body(
        sections=(
            Section(
                heading="逐条复核",
                paragraphs=none,
                grid=Grid(columns=("序号", "陈述人", "意见", "是否采纳", "理由"), rows=rows) if rows else None,
            ),
            Section(
                heading="结论",
                fields=(
                    ("复核结论", CONCLUSIONS.get(str(said.get("conclusion")), "")),
                    ("理由", str(said.get("reasons") or "")),
                ),
            ),
        )
    )


def legal(dossier: Dossier) -> Body:
    """Return what 法制审核意见表 (LST-05) says, and who above is asked."""
    above = hearing.asked_above(dossier)
    return Body(
        sections=(
            Section(
                fields=(
                    *parts.subject_fields(dossier),
                    letter_parts.approval_field(dossier, "review_defence", "经办意见", "认定单位经办岗", "reasons"),
                    letter_parts.approval_field(dossier, "legal_review", "法制审核意见", "法制审核岗", "opinion"),
                    ("上级机关", f"须报{above}" if above else "不须报批"),
                )
            ),
        )
    )


def order(dossier: Dossier) -> Body:
    """Return what 联合惩戒任务单 (LST-09) says: departments, measures, from when to when."""
    persons = "、".join(
        f"{each['name']}（{LIABLE_ROLES[each['role']]}）" for each in dossier.case.facts.get("persons", [])
    )
    organs = [dossier.organs[org].name for org in dossier.case.facts.get("executors", [])]
    until = dossier.deadlines.get("blacklist_entry.maximum") or dossier.expected.get("blacklist_entry.maximum")
    return Body(
        sections=(
            Section(
                fields=(
                    *parts.subject_fields(dossier),
                    *((("责任人员", persons),) if persons else ()),
                    ("执行部门", "、".join(organs)),
                    ("列入决定", dossier.numbers.get("LST-06", "")),
                    ("起始日期", parts.day_cn(dossier.case.facts.get("listed_on"))),
                    ("届满日期", letter_parts.maybe_cn(until) or "至移出之日"),
                    ("回执期限", parts.day_cn(dossier.case.facts.get("receipts_by"))),
                )
            ),
            parts.measures_section(dossier, "措施"),
            _receipts(dossier, "回执"),
        )
    )


def receipt(dossier: Dossier) -> Body:
    """Return what 联合惩戒执行回执 (LST-09R) says: the departments' answers about each measure, all together."""
    return Body(
        sections=(
            Section(
                fields=(
                    *parts.subject_fields(dossier),
                    ("列入决定", dossier.numbers.get("LST-06", "")),
                    ("列入日期", parts.day_cn(dossier.case.facts.get("listed_on"))),
                )
            ),
            _receipts(dossier, "逐项回执"),
        )
    )


def _receipts(dossier: Dossier, heading: str) -> Section:
    """Return a line for each measure that a department was ordered; what is not answered yet is filled by hand."""
    known, answers = catalogue.measures(), execution.answered(dossier.case)
    rows = tuple(
        (str(place), dossier.organs[organ].name, known[measure].name, *_answer(answers.get((measure, organ))))
        for place, (measure, organ) in enumerate(execution.ordered(dossier.case), 1)
    )
    return Section(
        heading=heading, grid=Grid(columns=("序号", "执行部门", "措施", "执行结果", "日期", "理由或者说明"), rows=rows)
    )


def _answer(said: Mapping[str, str] | None) -> tuple[str, str, str]:
    if said is None:
        return "□已执行\n□不适用", "", ""
    return MEASURE_STATES[said["state"]], parts.day_cn(said["on"]), said["note"]
