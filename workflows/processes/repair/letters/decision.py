"""What the letters of the department say: checklist, proof, extension, decisions, effects with receipts."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.domain.dossier import Dossier
from workflows.domain.exchange import KINDS, TARGETS
from workflows.domain.letter_body import Body, Grid, Section
from workflows.processes.letter_parts import approval_field, basis, date_cn, maybe_cn
from workflows.processes.repair.letters.parts import decided, decided_words, last_day
from workflows.processes.repair.rules.eligibility import bans_of, found_bars
from workflows.processes.repair.words import AGAIN, EFFECTS, METHODS, REFUSAL_REASONS
from workflows.processes.repair_information import FREE, day, records


def proof(dossier: Dossier) -> Body:
    """REP-03: what the department itself found of fulfilment, so that the subject need not fetch a paper."""
    rows = [row for row in dossier.case.facts.get("findings", ()) if row["duties_ok"] and row["corrected_ok"]]
    grid = Grid(
        columns=("序号", "决定文号", "完成日期", "说明"),
        rows=tuple(
            (str(place), row["number"], day(row["fulfilled_on"]), row["note"] or "义务已履行，失信行为已纠正。")
            for place, row in enumerate(rows, 1)
        ),
    )
    return Body(
        opening=(f"经核实，{dossier.subject['name']}对下列信息已经履行法定义务、纠正失信行为。特此证明。",),
        sections=(Section(heading="核实情况", grid=grid),),
    )


def checklist(dossier: Dossier) -> Body:
    """REP-06 核查表."""
    method = dossier.case.facts.get("method", "")
    return Body(
        sections=(
            Section(heading="信息与公示期限", grid=records(dossier)),
            Section(heading="义务履行与行为纠正", grid=_findings(dossier)),
            Section(heading="核查方式", ticks=tuple((label, key == method) for key, label in METHODS.items())),
            Section(heading="信用承诺", paragraphs=("已公开作出信用承诺，见信用修复承诺书。",)),
            Section(
                heading="核查结论",
                fields=(("结论", "\n".join(_conclusions(dossier))), ("核查人", _checked_by(dossier))),
            ),
        ),
    )


def _conclusions(dossier: Dossier) -> list[str]:
    """Return for each record whether the conditions are met, and what stands in the way."""
    findings = {row["number"]: row for row in dossier.case.facts.get("findings", ())}
    lines = []
    for matter in dossier.case.facts.get("matters", ()):
        bars = found_bars(matter, findings.get(matter["number"], {}), dossier.case.received_on, bans_of(dossier.case))
        why = "、".join(REFUSAL_REASONS[code] for code in bars)
        lines.append(f"{matter['number']}：{f'不符合修复条件（{why}）' if bars else '符合修复条件'}。")
    return lines


def _checked_by(dossier: Dossier) -> str:
    name, on = dossier.doers.get("verify", ("", None))
    return f"{name}    {date_cn(on)}" if on else name


def extension_sheet(dossier: Dossier) -> Body:
    """REP-07 延期审批表."""
    asked, extended = dossier.case.facts.get("extension", {}), dossier.case.facts.get("extended")
    running = dossier.deadlines.get("repair.decide")
    former = dossier.former.get("repair.decide") if extended else running
    return Body(
        sections=(
            Section(
                heading="延期事项",
                fields=(
                    ("办件编号", dossier.case.number),
                    ("申请人", str(dossier.subject["name"])),
                    ("原决定期限", maybe_cn(former)),
                    ("延长", f"{asked.get('n', '')}个工作日"),
                    ("延长后的决定期限", maybe_cn(running) if extended else ""),
                    ("理由", asked.get("reason", "")),
                ),
            ),
            Section(
                heading="审批",
                fields=(approval_field(dossier, "approve_extension", "负责人意见", "认定单位负责人", "opinion"),),
            ),
        ),
    )


def extension_notice(dossier: Dossier) -> Body:
    """REP-07 延期告知书: the new last days."""
    asked = dossier.case.facts.get("extension", {})
    decide = dossier.deadlines.get("repair.decide")
    former = dossier.former.get("repair.decide")
    until = f"（至{last_day(former)}）" if former else ""
    text = f"根据《{decide.pack.strip('《》')}》关于延长办理期限的规定，" if decide and decide.pack else ""
    return Body(
        opening=(
            f"您提出的信用修复申请（{dossier.case.number}），因{str(asked.get('reason', '')).strip('。；， ')}，"
            f"不能在原定期限内{until}作出决定。{text}经本单位负责人批准，办理期限延长{asked.get('n', '')}个工作日，"
            f"最迟{last_day(decide)}作出决定，"
            f"最迟{last_day(dossier.deadlines.get('repair.feedback'))}反馈结果。您无需补充材料，也无需重新申请。",
        ),
        closing=(FREE,),
    )


def granted(dossier: Dossier) -> Body:
    """REP-08 信用修复决定书: which records, why, and with what effect."""
    return Body(
        opening=(f"您提出的信用修复申请（{dossier.case.number}），经核查，{_under(dossier)}准予修复下列信息。",),
        sections=(
            Section(heading="准予修复的信息、理由和依据", paragraphs=decided_words(dossier, "grant")),
            Section(
                heading="修复的效力",
                paragraphs=(
                    "自本决定作出之日起，终止公示上述信息，停止共享和使用，解除相应的惩戒措施，更新信用评价结果。",
                    "提供虚假材料或者违背信用承诺的，撤销本决定，恢复公示。",
                ),
            ),
        ),
        closing=(FREE,),
    )


def refused(dossier: Dossier) -> Body:
    """REP-09 不予信用修复决定书: every condition that is not met, how to mend it, when to come again."""
    return Body(
        opening=(f"您提出的信用修复申请（{dossier.case.number}），经核查，{_under(dossier)}对下列信息不予修复。",),
        sections=(
            Section(heading="不予修复的信息、理由和依据", paragraphs=decided_words(dossier, "refuse")),
            Section(heading="公示期限", grid=records(dossier, only="refuse")),
            Section(
                heading="补救办法",
                paragraphs=(*_remedies(dossier), "再次申请时，此前提交并已核实的材料无需重复提交。"),
            ),
        ),
        closing=(FREE,),
    )


def _under(dossier: Dossier) -> str:
    """Return the text under which it is decided; empty where none sets a time for the decision."""
    found = basis(dossier, "repair.decide")
    return f"根据{found[0]}，" if found else ""


def _remedies(dossier: Dossier) -> tuple[str, ...]:
    """Return for each reason of refusal what mends it."""
    rows = dossier.case.facts.get("decisions", ())
    codes = dict.fromkeys(row.get("reason") for row in rows if row["decision"] == "refuse")
    return tuple(AGAIN[code] for code in codes if code in AGAIN)


def effects(dossier: Dossier) -> Body:
    """REP-10 通知单及回执: the four effects, each recipient with the day of its receipt."""
    told = dossier.case.facts.get("receipts", {})
    numbers = {each["record"]: each["number"] for each in dossier.case.facts.get("matters", ())}
    lines = [(kind, each) for kind in EFFECTS for each in _acknowledged(told.get(kind))]
    rows = tuple(
        (
            str(place), KINDS[kind], each["department"] or TARGETS[each["to"]], numbers.get(each["record"], ""),
            day(each["on"]),
        )
        for place, (kind, each) in enumerate(lines, 1)
    )  # fmt: skip
    return Body(
        sections=(
            Section(heading="准予修复的信息", grid=decided(dossier, "grant")),
            Section(
                heading="事项与回执", grid=Grid(columns=("序号", "事项", "接收方", "决定文号", "回执日期"), rows=rows)
            ),
        ),
    )


def _acknowledged(receipts: Any) -> Sequence[Mapping[str, Any]]:
    """Return the receipts of one effect; cases from before each recipient was asked know the last day alone."""
    if isinstance(receipts, str):
        return [{"to": "platform", "department": "", "record": None, "on": receipts}]
    return receipts or ()


def _findings(dossier: Dossier) -> Grid:
    rows = dossier.case.facts.get("findings", ())
    return Grid(
        columns=("序号", "决定文号", "义务履行", "行为纠正", "完成日期", "说明"),
        rows=tuple(
            (
                str(place), row["number"], "是" if row["duties_ok"] else "否", "是" if row["corrected_ok"] else "否",
                day(row["fulfilled_on"]), row["note"] or "",
            )
            for place, row in enumerate(rows, 1)
        ),
    )  # fmt: skip
