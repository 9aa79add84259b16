"""Fills the letters of credit repair from the dossier of a case."""

from collections.abc import Callable, Mapping

from workflows.domain.case import CaseView
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body
from workflows.domain.letter_code import kind_of, place_of
from workflows.processes.letter_parts import only, organ_letter
from workflows.processes.repair.letters import decision, intake
from workflows.processes.repair.letters.catalogue import LETTERS
from workflows.processes.repair_information import told
from workflows.processes.service_letter import Served, paper_of_service

_BODIES: dict[str, Callable[[Dossier], Body]] = {
    "REP-00": told,
    "REP-01": intake.application,
    "REP-02": intake.commitment,
    "REP-03": decision.proof,
    "REP-04A": intake.receipt,
    "REP-04B": intake.acceptance,
    "REP-04C": intake.correction,
    "REP-04D": intake.refusal,
    "REP-04E": intake.termination,
    "REP-05": intake.forwarding,
    "REP-06": decision.checklist,
    "REP-07A": decision.extension_sheet,
    "REP-07B": decision.extension_notice,
    "REP-08": decision.granted,
    "REP-09": decision.refused,
    "REP-10": decision.effects,
    "SHR-06": intake.public_commitment,
}


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    letter = LETTERS[kind_of(code)]
    organ = dossier.provider if letter.of_provider and dossier.provider is not None else None
    if code in ("SHR-01", "SHR-02", "SHR-03"):
        codes = tuple(dossier.case.facts.get("decided_codes") or ("REP-08",))
        served = Served(node="serve_decision", codes=codes, cause="信用修复")
        return paper_of_service(code, dossier, LETTERS, served, organ=organ or dossier.authority)
    dossier = only(dossier, place_of(code), "matters", "decisions")
    return organ_letter(
        _BODIES[letter.code](dossier),
        dossier,
        letter,
        recipient=str(dossier.subject["name"]) if letter.template == "shared/notice" else "",
        organ=organ,
        basis_rule="repair.feedback",
    )


def letter_about(case: CaseView, code: str) -> str:
    """Return the number of the one record that a decision is about; empty where the case has but one."""
    return str(case.facts["matters"][place_of(code) - 1]["number"]) if place_of(code) else ""
