"""What the letters of removal say of the listing that they end: its decision by number and date, its measures."""

from collections.abc import Mapping
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Grid, Section
from workflows.domain.listing import UNLIFTED, ListKind
from workflows.processes.letter_parts import date_cn


def list_kind(dossier: Dossier) -> ListKind:
    """Return the list that is left: as it was examined, before that as it was applied for."""
    return catalogue.lists()[str(dossier.case.facts.get("list_key") or dossier.application["list_key"])]


def listing(dossier: Dossier) -> Mapping[str, Any]:
    """Return the listing that the case ends or has ended; empty where the register holds none."""
    case, key = dossier.case, list_kind(dossier).key
    rows = [row for row in dossier.listings if row["list_key"] == key]
    ended = [row for row in rows if row["exit_case_id"] == case.id]
    return next(iter([*ended, *(row for row in rows if row["state"] == "listed")]), {})


def entry_decision(dossier: Dossier) -> str:
    """Return the decision by which the subject was listed, with number and date; empty where none is known."""
    row = listing(dossier)
    if not row or not row["number"]:
        return ""
    title = "责任人员列入告知书" if row["of_listing_id"] else "列入名单决定书"
    return f"《{title}》（{row['number']}，{date_cn(row['listed_on'])}作出）"


def listed_fields(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Return what a public announcement tells of the listing that has ended; nothing where none is known."""
    row = listing(dossier)
    if not row:
        return ()
    return (
        ("列入原因", row["reason"]),
        ("列入日期", date_cn(row["listed_on"])),
        ("作出列入决定机关", row["organ_name"]),
    )


def measures_to_lift(dossier: Dossier) -> Section:
    """Return measure by measure which department has to lift it, and since when it has been taken."""
    known = catalogue.measures()
    taken = [each for each in listing(dossier).get("measures", ()) if each["state"] in UNLIFTED]
    rows = tuple(
        (
            str(place), f"{known[each['measure']].name}（{known[each['measure']].type.label}）", each["organ_name"],
            date_cn(each["from_on"]),
        )
        for place, each in enumerate(taken, 1)
    )  # fmt: skip
    none = () if rows else ("本机关没有部署尚在执行的措施；自行采取惩戒措施的，请一并解除。",)
    return Section(
        heading="应当解除的措施",
        paragraphs=none,
        grid=Grid(columns=("序号", "应当解除的措施（种类）", "执行部门", "起始日期"), rows=rows),
    )
