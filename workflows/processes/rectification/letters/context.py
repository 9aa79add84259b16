"""Fills the letters of rectification and interviews from the dossier of a case."""

from collections.abc import Callable, Mapping

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body
from workflows.processes import letter_parts
from workflows.processes.rectification.letters import order, talk, talk_record
from workflows.processes.rectification.letters.catalogue import LETTERS
from workflows.processes.service_letter import certificate

#: Letters that are addressed to the subject.
_ADDRESSED = frozenset({"REC-01", "REC-04", "TLK-02"})
#: Letter → the task that tells of its service.
_SERVED_AT = {"REC-01": "serve_order", "TLK-02": "serve_notice"}


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the layout of ``code`` prints.

    Args:
        code: a code of LETTERS.
        dossier: the case as it stands when the letter is drafted or signed.

    Raises:
        KeyError: no such letter.
    """
    letter = LETTERS[code]
    name = str(dossier.subject["name"])
    if code == "SHR-01":
        common = letter_parts.common(dossier, letter, recipient=name, basis_rule="")
        served = str(dossier.case.facts["serving"])
        return {**common, **certificate(dossier, LETTERS, served, node=_SERVED_AT[served], cause="限期整改与约谈")}
    recipient = name if code in _ADDRESSED else ""
    body = _BODIES[code](dossier)
    return {**letter_parts.organ_letter(body, dossier, letter, recipient=recipient), **_own(code, dossier)}


def _own(code: str, dossier: Dossier) -> dict[str, object]:
    """Return what a letter prints instead of the common values: the kind of interview, who gets copies."""
    if code == "TLK-02":
        return {"letter": letter_parts.head(dossier, f"{talk.kind(dossier)}通知书")}
    if code == "TLK-06":
        copies = [name.strip() for name in str(talk_record.minutes_answers(dossier).get("cc") or "").split("、")]
        return {"cc": [name for name in copies if name]}
    return {}


_BODIES: dict[str, Callable[[Dossier], Body]] = {
    "REC-01": order.order,
    "REC-02": order.report,
    "REC-03": order.extension,
    "REC-04": order.acceptance,
    "TLK-01": talk.approval,
    "TLK-02": talk.notice,
    "TLK-03": talk.reply,
    "TLK-04": talk_record.record,
    "TLK-05": talk_record.commitments,
    "TLK-06": talk_record.minutes,
    "TLK-07": talk_record.absence,
    "TLK-08": talk_record.push,
}
