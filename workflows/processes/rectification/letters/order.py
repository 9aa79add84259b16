"""What the letters of rectification say: order, report, more time, acceptance (REC-01…04)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Grid, Section
from workflows.processes.address import is_person, you
from workflows.processes.letter_parts import date_cn
from workflows.processes.rectification.words import RESULTS


def day(text: object) -> str:
    """Return an ISO day in words; empty for none."""
    return date_cn(date.fromisoformat(str(text))) if text else ""


def order(dossier: Dossier) -> Body:
    """Return what 限期整改通知书 (REC-01) says."""
    plan: Mapping[str, Any] = dossier.case.facts["order"]
    called = you(dossier.subject)
    rows = tuple(
        (str(no), row["problem"], row["requirement"], day(row["due"])) for no, row in enumerate(plan["items"], 1)
    )
    return Body(
        opening=(
            f"经查，{called}存在以下失信事实：{_sentence(dossier.application['statement'])}"
            f"上述事实的依据是：{_sentence(dossier.application['basis'])}现责令{called}限期整改，有关要求如下。",
        ),
        sections=(
            Section(heading="整改事项", grid=Grid(columns=("序号", "存在的问题", "整改要求", "完成时限"), rows=rows)),
            Section(
                heading="整改期限",
                paragraphs=(
                    f"整改期限自本通知书送达之日起，至{day(plan['report_by'])}届满。"
                    "因客观原因不能按期完成的，可以在期限届满前向本机关申请延长并说明理由。",
                ),
            ),
            Section(
                heading="报告方式",
                paragraphs=(
                    f"请在整改期限届满前提交整改报告，对照整改事项逐项写明措施和完成情况并附佐证材料。{_sentence(plan['report_how'])}",
                ),
            ),
            Section(
                heading="逾期后果",
                paragraphs=(
                    f"整改不到位的，本机关将依法依规启动提示约谈或者警示约谈程序，约谈记录记入{called}的信用记录；"
                    "约谈后仍不整改，符合名单认定标准的，按照法定程序列入相应名单。",
                ),
            ),
            # No text gives a remedy against the order itself; it settles nothing, and what it rests on has its own.
            Section(
                heading="陈述和申辩",
                paragraphs=(
                    f"{called}认为上述事实、依据或者整改要求有误的，可以向本机关陈述、申辩，并提供证据"
                    "（联系岗位和电话见文末）；本机关应当核实，确有错误的予以纠正。"
                    "作为整改依据的行政决定已告知救济途径和期限的，从其告知。",
                ),
            ),
        ),
    )


def _sentence(text: object) -> str:
    """Return typed words as a whole sentence."""
    words = str(text or "").strip()
    return words if not words or words[-1] in "。！？；" else f"{words}。"


def report(dossier: Dossier) -> Body:
    """Return what 整改报告 (REC-02) says."""
    told = dossier.answers["report"]
    items = dossier.case.facts["items"]
    answers = {row["no"].strip(): row for row in dossier.case.facts["report"]}
    rows = tuple(
        (str(no), item["problem"], answers[str(no)]["measure"], RESULTS[answers[str(no)]["state"]])
        for no, item in enumerate(items, 1)
    )
    grid = Grid(columns=("序号", "存在的问题", "措施和完成情况", "自查结果"), rows=rows)
    return Body(
        sections=(
            Section(
                fields=(
                    ("整改主体", str(dossier.subject["name"])),
                    ("通知书文号", dossier.numbers.get("REC-01", "")),
                    ("整改期限届满日", day(dossier.case.facts["report_by"])),
                    ("整改责任人及职务", str(told.get("responsible") or "")),
                    ("佐证材料", "、".join(dossier.attachments) or "无"),
                )
            ),
            Section(heading="逐项整改情况", grid=grid),
            Section(heading="总体情况", paragraphs=(str(told.get("overall") or ""),)),
        ),
        signatures=("整改主体（签名）",) if is_person(dossier.subject) else ("整改主体（盖章）", "责任人（签名）"),
    )


def extension(dossier: Dossier) -> Body:
    """Return what 整改延期申请审批表 (REC-03) says, before and after the head has decided."""
    wish: Mapping[str, Any] = dossier.case.facts["extension"]
    decided = dossier.answers.get("decide_extension", {}) if wish.get("decided") else {}
    granted = decided.get("grant") == "yes"
    opinion = f"{'准予延期' if granted else '不予延期'}。{_sentence(decided.get('opinion'))}" if decided else ""
    return Body(
        sections=(
            Section(
                heading="申请",
                fields=(
                    ("整改主体", str(dossier.subject["name"])),
                    ("通知书文号", dossier.numbers.get("REC-01", "")),
                    ("原整改期限届满日", day(wish.get("from"))),
                    ("申请延长", _longer(wish)),
                    ("理由", wish["reason"]),
                ),
            ),
            Section(
                heading="审批",
                fields=(
                    ("负责人意见", opinion),
                    ("批准人", dossier.doers.get("decide_extension", ("", None))[0] if decided else ""),
                    ("整改期限届满日", day(dossier.case.facts["report_by"])) if granted else _still(dossier, decided),
                ),
            ),
            *((Section(heading="顺延后的完成时限", grid=_moved(dossier)),) if granted else ()),
        ),
    )


def _moved(dossier: Dossier) -> Grid:
    """Return the items with the days on which they are due from now on."""
    rows = enumerate(dossier.case.facts["items"], 1)
    return Grid(
        columns=("序号", "整改要求", "完成时限"),
        rows=tuple((str(no), row["requirement"], day(row["due"])) for no, row in rows),
    )


def _still(dossier: Dossier, decided: Mapping[str, Any]) -> tuple[str, str]:
    """Return the day that stands, or by which to report where it had come before more time was refused."""
    by = day(dossier.case.facts["report_by"])
    return ("最迟报告日", by) if decided.get("until") else ("整改期限届满日", by)


def _longer(wish: Mapping[str, Any]) -> str:
    """Return how many days more are asked for, and until when."""
    days = (date.fromisoformat(wish["to"]) - date.fromisoformat(wish["from"])).days if wish.get("from") else 0
    return f"{days}日，至{day(wish['to'])}" if days else f"至{day(wish['to'])}"


def acceptance(dossier: Dossier) -> Body:
    """Return what 整改验收意见书 (REC-04) says: item by item, the whole, and at least two officers."""
    facts = dossier.case.facts
    found = {row["no"].strip(): row for row in facts["inspection"]}
    rows = tuple(
        (str(no), item["problem"], found[str(no)]["remark"], RESULTS[found[str(no)]["finding"]])
        for no, item in enumerate(facts["items"], 1)
    )
    first, second = dossier.answers["inspect_first"], dossier.answers["inspect_second"]
    officers = "、".join(dossier.doers[node][0] for node in ("inspect_first", "inspect_second"))
    done, called = facts["conclusion"] == "done", you(dossier.subject)
    follows = f"{called}的整改结果记入信用记录。" if done else "本机关将依法依规启动约谈程序，具体时间、地点另行通知。"
    reported = f"{called}提交的整改报告" if facts.get("reported") else f"{called}逾期未报告的整改情况"
    return Body(
        opening=(
            f"本机关以{dossier.numbers.get('REC-01', '')}责令{called}限期整改，"
            f"整改期限至{day(facts['report_by'])}届满。经对{reported}核查验收，意见如下。",
        ),
        sections=(
            Section(heading="逐项结论", grid=Grid(columns=("序号", "整改事项", "核查情况", "结论"), rows=rows)),
            Section(
                heading="核查情况",
                paragraphs=(
                    f"第一核查人：{_sentence(first.get('course'))}",
                    f"第二核查人：{_sentence(second.get('course'))}",
                    f"核查人员：{officers}（共2人），结论一致。",
                ),
            ),
            Section(heading="总体结论", paragraphs=(f"整改{RESULTS[facts['conclusion']]}。{follows}",)),
        ),
    )
