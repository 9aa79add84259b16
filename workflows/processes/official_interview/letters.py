"""The letter of the internal interview (TLK-09): addressed to a department, visible to its own posts only."""

from collections.abc import Mapping
from datetime import date

from workflows.domain.access import Role
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.letter_parts import date_cn, organ_letter
from workflows.processes.official_interview.words import GROUNDS

LETTERS: dict[str, LetterType] = {
    "TLK-09": LetterType(
        code="TLK-09", title=N_("行政约谈通知书"), template="shared/notice", word="约内", signer=Role.HEAD
    )
}


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the layout prints.

    Raises:
        KeyError: no such letter.
    """
    return organ_letter(_notice(dossier), dossier, LETTERS[code], recipient=str(dossier.subject["name"]))


def _notice(dossier: Dossier) -> Body:
    plan = dossier.case.facts["plan"]
    when = f"{date_cn(date.fromisoformat(plan['on']))}{plan['at']}"
    grounds = GROUNDS.get(str(dossier.application.get("grounds")), "")
    return Body(
        opening=(
            f"因你单位{grounds}，根据{plan['basis'].rstrip('。')}，决定对你单位{plan['official']}进行约谈。"
            "本约谈属于内部工作约谈，不是失信约谈。",
        ),
        sections=(
            Section(heading="约谈事由", paragraphs=(str(dossier.application["statement"]),)),
            Section(heading="时间和地点", fields=(("时间", when), ("地点", plan["place"]))),
            Section(heading="需要说明的情况", paragraphs=(str(plan.get("prepare") or ""),)),
        ),
        closing=("本通知仅供内部使用，不得公开。",),
    )
