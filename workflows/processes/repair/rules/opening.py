"""What a repair remembers of its records from the day it came in: class, periods, fulfilment, materials.

One case is decided by one organisation (谁认定、谁修复): records of several are several cases, split at filing.
"""

from collections.abc import Mapping
from typing import Any

from workflows.domain.errors import OfficeError
from workflows.domain.process_type import Opening
from workflows.domain.publicity import terms_of
from workflows.domain.repair_bars import ban_article, remembered
from workflows.domain.words import N_
from workflows.processes.repair_information import materials, matter_of


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
        "ban_article": ban_article(opening.requires),
        "bans": remembered(opening.bans),
        "never_text": opening.requires.get("never_text", ""),
        "natural_person": any(row["subject_kind"] == "natural_person" for row in opening.records),
        "serious": any(matter["category"] == "严重" for matter in matters),
    }
