"""Fills the letters of objection handling from the dossier of a case."""

from collections.abc import Callable, Mapping

from workflows.domain.dossier import Dossier
from workflows.domain.identifiers import mask_code
from workflows.processes.objection.letters import intake, parts, reply, verification
from workflows.processes.objection.letters.catalogue import LETTERS

Context = dict[str, object]


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Args:
        code: a code of LETTERS.
        dossier: the case as it stands when the letter is drafted or signed.

    Raises:
        KeyError: no such letter.
    """
    return {**_common(code, dossier), **_OWN[code](dossier)}


def _common(code: str, dossier: Dossier) -> Context:
    case, subject = dossier.case, dossier.subject
    provider_writes = code == "OBJ-08" and dossier.provider is not None
    organ = dossier.provider if provider_writes and dossier.provider else dossier.authority
    masked = mask_code(subject["code"])
    return {
        "organ": {
            "name": organ.name,
            "letter_word": organ.letter_word,
            "address": organ.address,
            "postcode": organ.postcode,
            "phone": organ.phone,
            "contact_post": organ.contact_post,
        },
        "letter": {
            "number": dossier.number,
            "date_cn": parts.date_cn(dossier.today),
            "title": LETTERS[code].title,
        },
        "recipient": {
            "name": parts.recipient(code, dossier),
            "code_masked": masked,
            "address": dossier.application.get("address", ""),
            "postcode": "",
            "phone": dossier.application.get("contact_phone", ""),
            "email": dossier.application.get("contact_email", ""),
            "receiver": dossier.application.get("contact_name", ""),
            "e_service": bool(dossier.application.get("e_service")),
        },
        "case": {
            "number": case.number,
            "received_on": parts.date_cn(case.received_on),
            "query_code": dossier.query_code,
            "channel": parts.channel(case.channel),
        },
        "subject": {
            "name": subject["name"],
            "code_type": parts.code_type(subject["code_type"]),
            "code_masked": masked,
            "legal_representative": subject["legal_representative"],
        },
        "record": parts.record(dossier),
        "basis": parts.basis(dossier, "objection.overall"),
        "attachments": list(dossier.attachments),
        "cc": [],
        "sign": {"organ": organ.name, "date_cn": parts.date_cn(dossier.today)},
        "qr": "",
        "relief": parts.relief(dossier.authority) if LETTERS[code].relief else [],
        "remark": "",
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
    "SHR-01": reply.service,
    "SHR-02": lambda _dossier: {},
}
