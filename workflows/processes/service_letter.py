"""What 送达回证 (SHR-01) says of a letter that was served, for every process."""

from collections.abc import Mapping, Sequence
from datetime import date

from workflows.domain.dossier import Dossier
from workflows.domain.process_type import LetterType
from workflows.domain.service import METHODS, OWN_INBOX, deemed
from workflows.processes.letter_parts import date_cn, ways_of_service


def certificate(
    dossier: Dossier, letters: Mapping[str, LetterType], code: str, *, node: str, cause: str,
    also: Sequence[str] = (),
) -> dict[str, object]:
    """Return the values of the form.

    Args:
        letters: the letters of the process.
        code: the letter that was served.
        node: the task whose form told of the service.
        cause: 案由.
        also: letters that were served together with it.
    """
    answers = dossier.answers.get(node, {})
    method, day = str(answers.get("method") or ""), str(answers.get("served_on") or "")
    electronic = method == "electronic"
    arrived = date_cn(date.fromisoformat(day)) if day else ""
    system = str(answers.get("system") or OWN_INBOX) if electronic else ""
    return {
        "service": {
            "cause": cause,
            "place": system or dossier.application.get("address", ""),
            "delivered_at": date_cn(deemed(method, date.fromisoformat(day))) if day else "",
            "received_by": answers.get("receiver") or "",
            "relation": answers.get("relation") or "",
            "substitute_reason": "",
            "refusal_reason": "",
            "witness": answers.get("witness") or ("拍照、录像记录" if answers.get("recorded") else ""),
            "servers": dossier.doers.get(node, ("", dossier.today))[0],
            "remark": "；".join(_remarks(answers)),
            "documents": [
                {"name": letters[each].title, "number": dossier.numbers.get(each, "")} for each in (code, *also)
            ],
            "methods": ways_of_service(METHODS, method),
            "electronic": {
                "system": system,
                "arrived_at": arrived if electronic else "",
                "receipt_hash": dossier.hashes.get(code, "") if electronic else "",
            },
        },
    }


def _remarks(answers: Mapping[str, object]) -> list[str]:
    tracking = str(answers.get("tracking") or "")
    return [*([f"邮件单号：{tracking}"] if tracking else []), *filter(None, [str(answers.get("note") or "")])]
