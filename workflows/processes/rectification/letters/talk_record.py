"""What the papers of an interview and after it say: record, commitments, minutes, absence, push (TLK-04…08)."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.commitment import MANDATORY_CLAUSES
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Grid, Section
from workflows.processes.address import is_person, oneself
from workflows.processes.letter_parts import sentence
from workflows.processes.rectification.letters.order import day
from workflows.processes.rectification.letters.talk import kind, summons, when
from workflows.processes.rectification.rules.talk import lower_failed, missed
from workflows.processes.rectification.words import CONFIRMED, INTERVIEWS, JUSTIFIED

#: What a person is told at the beginning of an interview.
_TOLD = (
    "约谈人员出示工作证件，告知被约谈人：约谈的事由和依据已在约谈通知书中载明；有权陈述和申辩，"
    "可以核对、补充和更正笔录；应当如实说明情况。",
)


def _held(dossier: Dossier) -> Mapping[str, Any]:
    return dossier.answers["hold_interview"]


def record(dossier: Dossier) -> Body:
    """Return what 约谈笔录 (TLK-04) says; before it is signed the lines for signatures are blank.

    Whoever refuses to sign has confirmed nothing: reason and witness stand where the confirmation would.
    """
    held, read = _held(dossier), dossier.case.facts.get("read_back", {})
    refused = read.get("signing") == "refused"
    return Body(
        sections=(
            Section(
                fields=(
                    ("约谈类型", kind(dossier)),
                    ("时间", f"{day(held['held_on'])}{_hour(held['began_at'])}至{_hour(held['ended_at'])}"),
                    ("地点", str(held["place"])),
                    ("主持人", str(held["host"])),
                    ("记录人", str(held["recorder"])),
                    ("被约谈单位（人）", str(dossier.subject["name"])),
                    ("参加人及职务", str(held["attendees"])),
                )
            ),
            Section(heading="告知事项", paragraphs=_TOLD),
            Section(
                heading="失信事实确认",
                paragraphs=(
                    f"事实：{sentence(dossier.application['statement'])}",
                    f"被约谈人对上述事实：{CONFIRMED.get(str(held.get('confirmed')), '')}。",
                ),
            ),
            Section(heading="被约谈人陈述", paragraphs=tuple(str(held["statement"]).splitlines())),
            Section(heading="要求", paragraphs=tuple(str(held["requirements"]).splitlines())),
        ),
        closing=("以上笔录已向被约谈人宣读或者交其阅读。" if read else "", _confirmed(read, refused)),
        signatures=("见证人（签名）" if refused else "被约谈人（签名）", "主持人（签名）", "记录人（签名）"),
    )


def _confirmed(read: Mapping[str, Any], refused: bool) -> str:
    if not refused:
        return "以上记录经核对无误。"
    return f"被约谈人拒绝签字，理由：{sentence(read.get('refusal'))}见证人：{sentence(read.get('witness'))}"


def _hour(value: object) -> str:
    return str(value or "")[:5]


def commitments(dossier: Dossier) -> Body:
    """Return what 约谈承诺书 (TLK-05) says."""
    return Body(
        opening=(
            f"{oneself(dossier.subject)}于{day(_held(dossier)['held_on'])}接受{dossier.authority.name}{kind(dossier)}，"
            "现就整改事项作出如下承诺，并愿意接受监督；违背承诺的，依法依规承担相应责任。",
        ),
        sections=(
            Section(heading="承诺事项", grid=_commitment_grid(dossier)),
            Section(
                heading="同时承诺",
                paragraphs=tuple(f"（{no}）{clause}" for no, clause in zip("一二三", MANDATORY_CLAUSES, strict=True)),
            ),
        ),
        signatures=(
            ("承诺人（签名）",)
            if is_person(dossier.subject)
            else ("承诺单位（签章）", "法定代表人或者负责人（签名）")
        ),
    )


def minutes_answers(dossier: Dossier) -> Mapping[str, Any]:
    """Return what was typed for the minutes."""
    return dossier.answers["record_commitments"]


def minutes(dossier: Dossier) -> Body:
    """Return what 约谈纪要 (TLK-06) says."""
    held, told = _held(dossier), minutes_answers(dossier)
    return Body(
        opening=(
            f"{day(held['held_on'])}，{dossier.authority.name}在{held['place']}对{dossier.subject['name']}进行{kind(dossier)}。"
            "纪要如下：",
            *str(told["minutes"]).splitlines(),
        ),
        sections=(Section(heading="承诺和要求", grid=_commitment_grid(dossier)),),
        attendance=(("出席", f"{held['host']}、{held['recorder']}"), ("列席", str(held["attendees"]))),
    )


def _commitment_grid(dossier: Dossier) -> Grid:
    rows = tuple(
        (str(no), row["matter"], day(row["due"])) for no, row in enumerate(dossier.case.facts["commitments"], 1)
    )
    return Grid(columns=("序号", "事项", "期限"), rows=rows)


def absence(dossier: Dossier) -> Body:
    """Return what 未到场记录 (TLK-07) says."""
    held, last = _held(dossier), dossier.case.facts["interviews"][-1]
    return Body(
        sections=(
            Section(
                fields=(
                    ("被约谈单位（人）", str(dossier.subject["name"])),
                    ("通知书文号", dossier.numbers.get("TLK-02", "")),
                    ("约谈时间", when(dossier)),
                    ("约谈地点", summons(dossier)["place"]),
                    ("通知送达情况", str(held["notified"])),
                    ("未到原因", str(held["absence_reason"])),
                    ("有无正当理由", JUSTIFIED[str(held["justified"])]),
                    ("处理", _follows(dossier, last)),
                )
            ),
        ),
        signatures=("主持人（签名）", "记录人（签名）"),
    )


def _follows(dossier: Dossier, last: Mapping[str, Any]) -> str:
    """Return what follows from an absence, as the rule has decided it."""
    if last["result"] == "excused":
        return "另行约定时间"
    if last["kind"] == "warning" and len(missed(dossier.case)) > 1:
        return "报负责人确认，视为约谈未达到效果"
    return "转为警示约谈" if lower_failed(dossier.case) else "再次通知约谈，或者转为警示约谈"


def push(dossier: Dossier) -> Body:
    """Return what 约谈记录归集推送单 (TLK-08) says (S0-08)."""
    last = dossier.case.facts["interviews"][-1]
    return Body(
        sections=(
            Section(
                fields=(
                    ("信用主体", str(dossier.subject["name"])),
                    ("代码", str(dossier.subject["code"]) if dossier.subject["code_type"] == "uscc" else ""),
                    ("约谈类型", INTERVIEWS[last["kind"]]),
                    ("约谈日期", day(last["on"])),
                    ("约谈结果", "未到场" if last["result"] == "absent" else "已约谈"),
                    ("通知书文号", dossier.numbers.get("TLK-02", "")),
                    ("接收平台", "市公共信用信息平台"),
                    ("推送日期", day(dossier.today.isoformat())),
                    ("回执最迟日期", day(dossier.case.clocks["set_dates"]["rectification.receipt"])),
                    ("回执编号", ""),
                )
            ),
        ),
    )
