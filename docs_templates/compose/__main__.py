"""``python -m docs_templates.compose [FOLDER]``: write the factory templates, by default over the committed ones."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from docs_templates.compose import forms, layouts, letters, notices
from docs_templates.compose.sheet import Sheet

#: Template name → what composes it.
LETTERS: Mapping[str, Callable[[], Sheet]] = {
    "objection/obj_01": forms.application,
    "objection/obj_03": notices.receipt,
    "objection/obj_04": notices.acceptance,
    "objection/obj_05": notices.correction,
    "objection/obj_06": notices.refusal,
    "objection/obj_07": letters.inquiry,
    "objection/obj_08": letters.opinion,
    "objection/obj_09": letters.urging,
    "objection/obj_10": forms.approval,
    "objection/obj_11": notices.reply,
    "objection/obj_12": forms.amendment,
    "objection/obj_13": letters.restoration,
    "objection/obj_14": forms.mark,
    "objection/obj_15": notices.termination,
    "shared/announcement": layouts.announcement,
    "shared/form": layouts.form,
    "shared/letter": layouts.letter,
    "shared/minutes": layouts.minutes,
    "shared/notice": layouts.notice,
    "shared/record": layouts.record,
    "shared/shr_01": forms.service_proof,
    "shared/shr_02": forms.service_address,
}


def compose(folder: Path) -> None:
    """Write every factory template below ``folder``."""
    for name, build in LETTERS.items():
        build().save(folder / f"{name}.docx")


if __name__ == "__main__":
    compose(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
