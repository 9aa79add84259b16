"""Fills the letters of listing from the dossier of a case."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from workflows.domain.case import CaseView
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body
from workflows.domain.letter_code import kind_of, place_of
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.letters import above, forms, milder, notices
from workflows.processes.blacklist_entry.letters.catalogue import LETTERS
from workflows.processes.blacklist_entry.letters.voiced import voiced
from workflows.processes.service_letter import Served, paper_of_service

_BODIES: dict[str, Callable[[Dossier], Body]] = {
    "LST-01": forms.proposal,
    "LST-02": notices.prior_notice,
    "LST-02P": notices.persons_prior_notice,
    "LST-03": forms.defence,
    "LST-03P": forms.persons_defence,
    "LST-04": forms.review,
    "LST-05": forms.legal,
    "LST-05A": above.request,
    "LST-05D": above.discussion,
    "LST-06": notices.decision,
    "LST-06P": notices.persons_notice,
    "LST-07": milder.no_listing,
    "LST-07P": milder.persons_no_listing,
    "LST-08": notices.announcement,
    "LST-09": forms.order,
    "LST-09R": forms.receipt,
    "LST-14": milder.watch,
    "LST-15": notices.circular,
    "REP-00": notices.repair_notice,
}


_NOTICE = Served(node="serve_notice", codes=("LST-02",), personal="LST-02P", cause="名单列入")
_DECISION = Served(node="serve_decision", codes=("LST-06", "REP-00"), personal="LST-06P", cause="名单列入")


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    kind = kind_of(code)
    if kind.startswith("SHR"):
        return paper_of_service(code, dossier, LETTERS, _served(dossier), organ=parts.department(dossier))
    # The review weighs every voice; any other paper says what concerns the one whom it is for.
    heard = dossier if kind == "LST-04" else voiced(dossier, place_of(code))
    dossier = letter_parts.only(heard, place_of(code), "persons")
    recipient = _recipient(kind, dossier)
    letter = LETTERS[kind]
    if kind == "LST-07" and milder.watched_instead(dossier):
        # It burdens the subject then: it says how to have it reviewed.
        letter = replace(letter, relief=True)
    return letter_parts.organ_letter(
        _BODIES[kind](dossier), dossier, letter, recipient=recipient, organ=parts.department(dossier)
    )


def _served(dossier: Dossier) -> Served:
    """The service that was told last."""
    if "serve_outcome" in dossier.answers:
        codes = (dossier.case.facts["outcome_letter"],)
        return Served(node="serve_outcome", codes=codes, personal="LST-07P", cause="名单列入")
    return _DECISION if "serve_decision" in dossier.answers else _NOTICE


def letter_about(case: CaseView, code: str) -> str:
    """Return the liable person whom a letter is for; empty for the subject's."""
    return str(case.facts["persons"][place_of(code) - 1]["name"]) if place_of(code) else ""


def _recipient(kind: str, dossier: Dossier) -> str:
    if LETTERS[kind].recipient == "persons":
        return "、".join(each["name"] for each in dossier.case.facts.get("persons", []))
    if kind == "LST-15":
        return "、".join(parts.answer(dossier, "sign_circular", "addressees").split())
    return str(dossier.subject["name"]) if LETTERS[kind].recipient == "applicant" else ""
