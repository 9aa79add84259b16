"""Fills the letters of rectification and interviews from the dossier of a case."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body
from workflows.processes import letter_parts
from workflows.processes.rectification.letters import order, talk, talk_record
from workflows.processes.rectification.letters.catalogue import LETTERS
from workflows.processes.service_letter import Served, paper_of_service

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
    if code.startswith("SHR"):
        return _service_paper(code, dossier)
    recipient = str(dossier.subject["name"]) if code in _ADDRESSED else ""
    body = _BODIES[code](dossier)
    return {**letter_parts.organ_letter(body, dossier, LETTERS[code], recipient=recipient), **_own(code, dossier)}


def _service_paper(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return what a paper of the service prints; an interview's notice stands there under the title that it bore."""
    served = str(dossier.case.facts["serving"])
    title = _interview_title(dossier) if served == "TLK-02" else LETTERS[served].title
    titled = {**LETTERS, served: replace(LETTERS[served], title=title)}
    about = Served(node=_SERVED_AT[served], codes=(served,), cause="限期整改与约谈")
    return paper_of_service(code, dossier, titled, about, organ=dossier.authority)


def _interview_title(dossier: Dossier) -> str:
    return f"{talk.kind(dossier)}通知书"


def _own(code: str, dossier: Dossier) -> dict[str, object]:
    """Return what a letter prints instead of the common values: the kind of interview, who gets copies."""
    if code == "TLK-02":
        return {"letter": letter_parts.head(dossier, _interview_title(dossier))}
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
