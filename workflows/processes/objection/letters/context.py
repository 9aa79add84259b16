"""Fills the letters of objection handling from the dossier of a case."""

from collections.abc import Callable, Mapping

from workflows.domain.dossier import Dossier
from workflows.processes import letter_parts
from workflows.processes.objection.letters import intake, parts, reply, verification
from workflows.processes.objection.letters.catalogue import LETTERS
from workflows.processes.service_letter import Served, paper_of_service

Context = dict[str, object]
_SERVED = Served(node="serve_reply", codes=("OBJ-11",), cause="信用信息异议处理")


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Args:
        code: a code of LETTERS.
        dossier: the case as it stands when the letter is drafted or signed.

    Raises:
        KeyError: no such letter.
    """
    if code.startswith("SHR"):
        return paper_of_service(code, dossier, LETTERS, _SERVED, organ=dossier.authority)
    return {**_common(code, dossier), **_OWN[code](dossier)}


def _common(code: str, dossier: Dossier) -> Context:
    return {
        **letter_parts.common(
            dossier,
            LETTERS[code],
            recipient=parts.recipient(code, dossier),
            organ=dossier.provider if code == "OBJ-08" else None,
            basis_rule="objection.overall",
        ),
        "record": parts.record(dossier),
    }


_OWN: dict[str, Callable[[Dossier], Context]] = {
    "OBJ-01": intake.application,
    "OBJ-03": intake.receipt,
    "OBJ-04": intake.acceptance,
    "OBJ-05": intake.correction,
    "OBJ-06": intake.refusal,
    "OBJ-07": verification.inquiry,
    "OBJ-08": verification.opinion,
    "OBJ-09": verification.urging,
    "OBJ-10": reply.approval,
    "OBJ-11": reply.result,
    "OBJ-12": reply.executed,
    "OBJ-13": reply.restoration,
    "OBJ-14": intake.mark,
    "OBJ-15": intake.termination,
}
