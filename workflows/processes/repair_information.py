"""What is told of a record's repair, whichever process tells it: class, periods, materials; 信用修复告知书 (REP-00).

The information goes with the penalty (两书同达) from its case of publication, and again to whoever applied too early.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows.domain.case import CaseView
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Grid, Section
from workflows.domain.policy import demands_in_force
from workflows.domain.publicity import Publicity, Terms, last_public_day, repairable_from, terms_of
from workflows.domain.repair_bars import penalty_article
from workflows.domain.words import N_
from workflows.policies import library as policies
from workflows.processes.decision_tables import table
from workflows.processes.letter_parts import date_cn
from workflows.processes.query_section import query_section

#: A record as the case remembers it. JSON values only.
Matter = Mapping[str, Any]
#: The decision table that says which materials are needed.
MATERIALS_TABLE = "repair_materials.dmn"
#: The columns of bpmn/repair_materials.dmn.
MATERIALS: dict[str, str] = {
    "proof": N_("履行义务、完成整改的证明材料"),
    "commitment": N_("信用修复承诺书"),
    "training": N_("专题培训证明"),
    "report": N_("信用报告"),
    "verification": N_("信用核查结果"),
    "charity": N_("公益慈善活动证明"),
}
#: Repair costs nothing (Order 36, S0 三(一)2).
FREE = "信用修复不收取任何费用。任何以收费代办“信用修复”名义进行的行为均与本机关无关。"

_PERIODS = "公示期按对应日届满，不因节假日顺延；自“可申请修复之日”起可以申请修复。"


def matter_of(row: Mapping[str, Any], terms: Terms | None, requires: Mapping[str, Any], claimed: Matter) -> Matter:
    """Return one record as the case remembers it.

    Args:
        row: columns of the record and its subject.
        terms: what the binding packs say of its class.
        requires: what they demand of repairs.
        claimed: what the applicant says of its fulfilment.
    """
    record = Publicity.of(row, row["subject_kind"])
    # Records from before publicity was noted count from their decision, as Order 58 practice did.
    record = replace(record, published_on=record.published_on or row["decided_on"])
    article = penalty_article(row, requires)
    of_kind = row["act_kind"] in requires.get("never_kinds", ())
    never = bool(article) or of_kind or row["category"] in requires.get("never", ())
    return {
        "record": row["id"],
        "number": row["decision_number"],
        "decided_on": _iso(row["decided_on"]),
        "category": row["category"],
        "state": row["state"],
        "repaired": row["repair_state"] == "repaired",
        "start_on": _iso(record.published_on),
        "first_on": _iso(repairable_from(record, terms)),
        "last_on": _iso(last_public_day(record, terms)),
        "article": "" if terms is None else terms.article,
        "fulfilled_on": _iso(row["fulfilled_on"] or claimed.get("fulfilled_on")),
        "payment_number": claimed.get("payment_number") or "",
        "done": claimed.get("done") or "",
        "never": never,
        "never_article": article,
    }


def informed(case: CaseView, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a case of another process remembers of a record's repair, for REP-00.

    The packs of the case say it; where they are silent, the rules of the whole country.

    Args:
        case: the case as it opens.
        row: columns of the record and its subject.
    """
    demands = demands_in_force(policies.packs(), case.packs, "repair", case.received_on)
    return {
        "matters": [matter_of(row, terms_of(demands).get(row["category"]), demands, {})],
        "materials": materials(str(demands.get("materials", "")), [row["category"]]),
    }


def materials(text: str, categories: Iterable[str]) -> Mapping[str, str]:
    """Return material → must or may, for records of several classes together; the table decides.

    Args:
        text: which text the binding packs name for materials.
    """
    decided = [table(MATERIALS_TABLE).decide({"text": text, "category": each}) for each in categories]
    strictest = {
        name: next((word for word in ("must", "may") if any(each[name] == word for each in decided)), "no")
        for name in table(MATERIALS_TABLE).outputs
    }
    return {name: word for name, word in strictest.items() if word != "no"}


def told(dossier: Dossier, *, counted: str = "") -> Body:
    """REP-00 信用修复告知书 (两书同达): when, where and with what a repair can be asked for.

    Args:
        counted: how the periods are counted where publicity has not begun; a whole sentence.
    """
    needed = dossier.case.facts.get("materials") or {"proof": "must", "commitment": "must"}
    papers = "、".join(MATERIALS[name] for name, word in needed.items() if word == "must")
    return Body(
        opening=("您的失信信息可以依法修复。现将修复的条件、材料和渠道告知如下。",),
        sections=(
            Section(
                heading="失信信息与公示期限",
                grid=records(dossier),
                paragraphs=tuple(filter(None, (counted, _PERIODS, periods(dossier)))),
            ),
            Section(
                heading="申请条件",
                paragraphs=(
                    "同时符合下列条件的，可以申请：达到最短公示期；纠正失信行为、履行法定义务；公开作出信用承诺。",
                ),
            ),
            Section(heading="申请材料", paragraphs=(f"{papers}。除此之外不要求其他材料。",)),
            Section(
                heading="申请渠道",
                paragraphs=("登录本系统、信用中国网站，或者到政务服务大厅综合窗口申请，由作出认定的单位办理。",),
            ),
            query_section(dossier),
        ),
        closing=(FREE,),
    )


def records(dossier: Dossier, *, only: str = "") -> Grid:
    """Return the records with their class and periods.

    Args:
        only: grant or refuse, for the records that were decided that way.
    """
    decided = {row["number"] for row in dossier.case.facts.get("decisions", ()) if row["decision"] == only}
    found = [row for row in dossier.case.facts.get("matters", ()) if not only or row["number"] in decided]
    return Grid(
        columns=("序号", "失信信息", "公示起止", "可申请修复之日"),
        rows=tuple(
            (
                str(place), "\n".join(filter(None, (row["number"], day(row.get("decided_on")), _category(row)))),
                _publicity(row), day(row["first_on"]) or "待定",
            )
            for place, row in enumerate(found, 1)
        ),
    )  # fmt: skip


def periods(dossier: Dossier) -> str:
    """Return what the periods of the records rest on; empty where no text sets them."""
    articles = dict.fromkeys(row["article"] for row in dossier.case.facts.get("matters", ()) if row.get("article"))
    return f"公示期的规定为：{'；'.join(each.replace('：', '，', 1) for each in articles)}。" if articles else ""


def day(value: Any) -> str:
    """Return a remembered day in words; empty where there is none."""
    return date_cn(date.fromisoformat(value)) if value else ""


def _publicity(matter: Matter) -> str:
    until = day(matter["last_on"]) or "（截止日待定）"
    return f"{day(matter['start_on'])}至\n{until}"


def _category(matter: Matter) -> str:
    return f"{matter['category']}失信信息" if matter["category"] else "类别待定"


def _iso(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value or None
