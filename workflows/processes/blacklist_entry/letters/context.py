"""Fills the letters of listing from the dossier of a case."""

from collections.abc import Callable, Mapping

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.letters import forms, notices
from workflows.processes.blacklist_entry.letters.catalogue import LETTERS

_BODIES: dict[str, Callable[[Dossier], Body]] = {
    "LST-01": forms.proposal,
    "LST-02": notices.prior_notice,
    "LST-03": forms.defence,
    "LST-04": forms.review,
    "LST-05": forms.legal,
    "LST-06": notices.decision,
    "LST-06P": notices.persons_notice,
    "LST-07": notices.no_listing,
    "LST-08": notices.announcement,
    "LST-09": forms.order,
    "LST-14": notices.watch,
    "LST-15": notices.circular,
    "REP-00": notices.repair_notice,
}


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    letter = LETTERS[code]
    organ = parts.department(dossier)
    if code == "SHR-01":
        slip = _slip(dossier)
        return {
            **letter_parts.common(dossier, letter, recipient=str(dossier.subject["name"]), organ=organ, basis_rule=""),
            **slip,
        }
    return letter_parts.organ_letter(
        _BODIES[code](dossier), dossier, letter, recipient=_recipient(code, dossier), organ=organ
    )


def _recipient(code: str, dossier: Dossier) -> str:
    if code == "LST-06P":
        return "、".join(each["name"] for each in dossier.case.facts.get("persons", []))
    if code == "LST-15":
        return "、".join(parts.answer(dossier, "sign_circular", "addressees").split())
    return str(dossier.subject["name"]) if LETTERS[code].recipient == "applicant" else ""


def _slip(dossier: Dossier) -> dict[str, object]:
    decided = "serve_decision" in dossier.answers
    codes = ("LST-06", "REP-00") if decided else ("LST-02",)
    documents = [(LETTERS[code].title, dossier.numbers.get(code, "")) for code in codes]
    node = "serve_decision" if decided else "serve_notice"
    return parts.service_slip(dossier, node, documents, codes[0], "名单列入")
