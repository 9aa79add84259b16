"""What the papers before an interview say: approval, notice, reply (TLK-01…03)."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.processes.address import own_papers, you
from workflows.processes.letter_parts import approval as signed
from workflows.processes.rectification.letters.order import day
from workflows.processes.rectification.words import INTERVIEWS


def summons(dossier: Dossier) -> Mapping[str, Any]:
    """Return the appointment as it was planned."""
    found: Mapping[str, Any] = dossier.case.facts["summons"]
    return found


def kind(dossier: Dossier) -> str:
    """Return which interview it is, in words."""
    return INTERVIEWS[summons(dossier)["kind"]]


def when(dossier: Dossier) -> str:
    """Return day, hour and length of the appointment, in words."""
    at = summons(dossier)
    return f"{day(at['on'])}{at['at']}（预计{at['minutes']}分钟）"


def approval(dossier: Dossier) -> Body:
    """Return what 约谈审批表 (TLK-01) says."""
    at, told = summons(dossier), dossier.answers["choose_interview"]
    drafted = signed(dossier, "choose_interview", "经办意见", "经办岗", "cause")
    decided = signed(dossier, "approve_interview", "负责人意见", "负责人", "opinion")
    signed_off = dossier.case.did("approve_interview") is not None
    return Body(
        sections=(
            Section(
                fields=(
                    ("被约谈单位（人）", str(dossier.subject["name"])),
                    ("约谈类型", kind(dossier)),
                    ("拟约谈人员", at["persons"]),
                    ("时间", when(dossier)),
                    ("地点", at["place"]),
                )
            ),
            Section(heading="事由", paragraphs=(str(told.get("cause") or ""),)),
            Section(heading="依据", paragraphs=(str(told.get("basis") or ""),)),
            Section(
                heading="审批",
                fields=(
                    ("经办人", f"{drafted['signed_by']} {drafted['date_cn']}"),
                    ("负责人意见", str(decided["opinion"]) if signed_off else ""),
                    ("负责人", f"{decided['signed_by']} {decided['date_cn']}" if signed_off else ""),
                ),
            ),
        ),
    )


def notice(dossier: Dossier) -> Body:
    """Return what 约谈通知书 (TLK-02) says, with the slip to answer it."""
    at, told = summons(dossier), dossier.answers["choose_interview"]
    basis, called = str(told.get("basis") or "").strip().rstrip("。"), you(dossier.subject)
    return Body(
        opening=(
            f"{called}经责令限期整改，整改未到位。事由：{_stop(told.get('cause'))}{_before(dossier)}"
            f"根据{basis}，本机关决定对{called}进行{kind(dossier)}，有关事项通知如下。",
        ),
        sections=(
            Section(
                heading="时间和地点",
                fields=(("时间", when(dossier)), ("地点", at["place"])),
            ),
            Section(heading="参加人员", paragraphs=(f"{_stop(at['persons'])}委托他人参加的，应当提交授权委托书。",)),
            Section(
                heading="携带材料",
                paragraphs=(_stop(at.get("bring") or f"{own_papers(dossier.subject)}和整改佐证材料"),),
            ),
            Section(
                heading="不到场的后果",
                paragraphs=(
                    "确有正当理由不能到场的，请在约谈前说明，另行约定时间。无正当理由不到场的，本机关记录在案，"
                    "再次通知约谈或者转为警示约谈；经再次通知，无正当理由仍不参加警示约谈的，经本机关负责人确认，"
                    f"视为约谈未达到效果，依法依规从严处理。约谈记录记入{called}的信用记录，并归集到公共信用信息平台。",
                ),
            ),
            Section(
                heading="回执",
                paragraphs=(f"请最迟于{day(at['reply_by'])}通过本系统或者书面告知是否参加、参加人及职务。",),
            ),
        ),
    )


def _before(dossier: Dossier) -> str:
    """Return which appointment before this one nobody came to, and how that was judged; empty for a first one."""
    earlier = dossier.case.facts.get("interviews", ())
    if not earlier or earlier[-1]["result"] not in ("absent", "excused"):
        return ""
    last = earlier[-1]
    why = "因正当理由" if last["result"] == "excused" else "无正当理由"
    return f"本机关此前定于{day(last['on'])}进行{INTERVIEWS[last['kind']]}，{you(dossier.subject)}{why}未到场。"


def reply(dossier: Dossier) -> Body:
    """Return what 约谈回执 (TLK-03) says."""
    told = dossier.answers["reply_attendance"]
    comes = told.get("attend") == "yes"
    return Body(
        sections=(
            Section(
                fields=(
                    ("被约谈单位（人）", str(dossier.subject["name"])),
                    ("通知书文号", dossier.numbers.get("TLK-02", "")),
                    ("约谈时间", when(dossier)),
                    ("约谈地点", summons(dossier)["place"]),
                    ("参加人及职务", str(told.get("attendee") or "")),
                    ("不能参加的原因", str(told.get("reason") or "")),
                ),
                ticks=(("按时参加", comes), ("不能参加", not comes), ("委托他人", bool(told.get("agent")))),
            ),
        ),
        signatures=("被约谈单位（人）（签章）",),
    )


def _stop(text: object) -> str:
    words = str(text or "").strip()
    return words if not words or words[-1] in "。！？；" else f"{words}。"
