"""What a repair remembers of its records from the day it came in: class, periods, fulfilment, materials.

One case is decided by one organisation (谁认定、谁修复): records of several are several cases, split at filing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows.domain.errors import OfficeError
from workflows.domain.process_type import Opening
from workflows.domain.publicity import Publicity, Terms, last_public_day, repairable_from, terms_of
from workflows.domain.words import N_
from workflows.processes.decision_tables import table

#: A record as the case remembers it. JSON values only.
Matter = Mapping[str, Any]
#: The decision table that says which materials are needed.
MATERIALS_TABLE = "repair_materials.dmn"


class SeveralRecognisers(OfficeError):
    """The records were recognised by several organisations; each decides on its own."""

    message = N_("所选信息由多个单位认定，须按认定单位分别申请（谁认定、谁修复）。")
    status = 422


def remember(opening: Opening) -> Mapping[str, Any]:
    """Return the memory of a new case: its records with their periods, and the materials that are needed.

    Raises:
        SeveralRecognisers: see there.
    """
    if len({row["provider_id"] for row in opening.records}) != 1:
        raise SeveralRecognisers()
    classes = terms_of(opening.requires)
    claimed = {row["number"]: row for row in opening.application.get("records", ())}
    matters = [
        matter_of(row, classes.get(row["category"]), opening.requires, claimed.get(row["decision_number"], {}))
        for row in opening.records
    ]
    text = str(opening.requires.get("materials", ""))
    return {
        "matters": matters,
        "materials": materials(text, [matter["category"] for matter in matters]),
        "never_text": opening.requires.get("never_text", ""),
        "natural_person": any(row["subject_kind"] == "natural_person" for row in opening.records),
        "serious": any(matter["category"] == "严重" for matter in matters),
    }


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
    never = row["category"] in requires.get("never", ()) or row["act_kind"] in requires.get("never_kinds", ())
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


def _iso(day: Any) -> str | None:
    return day.isoformat() if isinstance(day, date) else day or None
