"""What the letters of the department say: checklist, proof, extension, decisions, effects with receipts, service."""

from workflows.domain.dossier import Dossier
from workflows.domain.exchange import KINDS
from workflows.domain.letter_body import Body, Grid, Section
from workflows.processes.letter_parts import approval_field, date_cn, maybe_cn
from workflows.processes.repair.letters.parts import FREE, day, decided, records
from workflows.processes.repair.words import EFFECTS, METHODS, SERVICE_METHODS


def proof(dossier: Dossier) -> Body:
    """REP-03: what the department itself found of fulfilment, so that the subject need not fetch a paper."""
    return Body(
        opening=(f"经核实，{dossier.subject['name']}纠正失信行为、履行义务的情况如下。",),
        sections=(Section(heading="核实情况", grid=_findings(dossier)),),
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
        ),
        signatures=("核查人（签名）", "日期"),
    )


def extension_sheet(dossier: Dossier) -> Body:
    """REP-07 延期审批表."""
    asked = dossier.case.facts.get("extension", {})
    return Body(
        sections=(
            Section(
                heading="延期事项",
                fields=(
                    ("办件编号", dossier.case.number),
                    ("原决定期限", maybe_cn(dossier.deadlines.get("repair.decide"))),
                    ("延长", f"{asked.get('n', '')}个工作日"),
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
    return Body(
        opening=(
            f"您提出的信用修复申请（{dossier.case.number}），因{asked.get('reason', '')}，"
            f"经认定单位负责人批准，延长{asked.get('n', '')}个工作日，"
            f"最迟{maybe_cn(dossier.deadlines.get('repair.decide'))}作出决定，"
            f"{maybe_cn(dossier.deadlines.get('repair.feedback'))}前反馈。",
        ),
        closing=(FREE,),
    )


def granted(dossier: Dossier) -> Body:
    """REP-08 信用修复决定书: which records, why, and with what effect."""
    return Body(
        opening=(f"您提出的信用修复申请（{dossier.case.number}），经核查，对下列信息决定准予修复。",),
        sections=(
            Section(heading="准予修复的信息", grid=decided(dossier, "grant")),
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
        opening=(f"您提出的信用修复申请（{dossier.case.number}），经核查，对下列信息决定不予修复。",),
        sections=(
            Section(heading="不予修复的信息及理由", grid=decided(dossier, "refuse")),
            Section(heading="公示期限", grid=records(dossier)),
            Section(heading="补救办法", paragraphs=("条件具备后可以再次申请，此前提交并已核实的材料无需重复提交。",)),
        ),
        closing=(FREE,),
    )


def effects(dossier: Dossier) -> Body:
    """REP-10 通知单及回执: the four effects, each with the day of its receipt."""
    receipts = dossier.case.facts.get("receipts", {})
    rows = tuple(
        (str(place), KINDS[kind], "市公共信用信息平台", day(receipts.get(kind)))
        for place, kind in enumerate(EFFECTS, 1)
    )
    return Body(
        sections=(
            Section(heading="准予修复的信息", grid=decided(dossier, "grant")),
            Section(heading="事项与回执", grid=Grid(columns=("序号", "事项", "接收方", "回执日期"), rows=rows)),
        ),
    )


def service(dossier: Dossier) -> Body:
    """SHR-01 送达回证."""
    answers = dossier.answers.get("serve_decision", {})
    method = answers.get("method", "")
    place = "信案通系统收件箱" if method == "electronic" else dossier.application.get("address", "")
    names = {"REP-08": "信用修复决定书", "REP-09": "不予信用修复决定书"}
    codes = dossier.case.facts.get("decided_codes", ())
    papers = "；".join(f"{names[code]} {dossier.numbers.get(code, '')}".strip() for code in codes)
    return Body(
        sections=(
            Section(
                heading="送达",
                fields=(
                    ("案由", "信用修复"),
                    ("受送达人", dossier.subject["name"]),
                    ("文书名称及文号", papers),
                    ("送达地点", place),
                    ("送达日期", day(answers.get("served_on"))),
                    ("收件人", answers.get("receiver", "")),
                    ("与受送达人关系", answers.get("relation") or "本人"),
                    ("送达人", dossier.doers.get("serve_decision", ("", dossier.today))[0]),
                    ("备注", answers.get("note") or ""),
                ),
            ),
            Section(heading="送达方式", ticks=tuple((label, key == method) for key, label in SERVICE_METHODS.items())),
        ),
        signatures=("收件人（签名）", f"日期：{date_cn(dossier.today)}"),
    )


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
