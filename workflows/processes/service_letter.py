"""What 送达回证 (SHR-01) and 公告送达公告 (SHR-03) say of a letter that is served, for every process."""

from collections.abc import Mapping, Sequence
from datetime import date

from workflows.domain.dossier import Dossier, Organ
from workflows.domain.letter_body import Body
from workflows.domain.letter_code import kind_of
from workflows.domain.process_type import LetterType
from workflows.domain.service import METHODS, OWN_INBOX, PUBLIC_NOTICE_DAYS, deemed
from workflows.processes.letter_parts import date_cn, sentence, ways_of_service


def certificate(
    dossier: Dossier, letters: Mapping[str, LetterType], code: str, *, node: str, cause: str,
    also: Sequence[str] = (), told: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return the values of the form (SHR-01).

    Args:
        letters: the letters of the process.
        code: the letter that was served.
        node: the task whose form told of the service.
        cause: 案由.
        also: letters that were served together with it.
        told: what is told of the service on somebody else than the subject; the form's own answers by default.
    """
    answers = dossier.answers.get(node, {}) if told is None else told
    method, day = str(answers.get("method") or ""), str(answers.get("served_on") or "")
    electronic = method == "electronic"
    arrived = date_cn(date.fromisoformat(day)) if day else ""
    system = str(answers.get("system") or OWN_INBOX) if electronic else ""
    return {
        "service": {
            "cause": cause,
            "place": system or (dossier.application.get("address", "") if told is None else ""),
            "delivered_at": date_cn(deemed(method, date.fromisoformat(day))) if day else "",
            "received_by": answers.get("receiver") or "",
            "relation": answers.get("relation") or "",
            "substitute_reason": "",
            "refusal_reason": "受送达人拒绝接收，留置送达" if method == "left" else "",
            "witness": answers.get("witness") or ("拍照、录像记录" if answers.get("recorded") else ""),
            "servers": dossier.doers.get(node, ("", dossier.today))[0],
            "remark": "；".join(_remarks(answers)),
            "documents": [
                {"name": letters[kind_of(each)].title, "number": dossier.numbers.get(each, "")}
                for each in (code, *also)
            ],
            "methods": ways_of_service(METHODS, method),
            "electronic": {
                "system": system,
                "arrived_at": arrived if electronic else "",
                "receipt_hash": dossier.hashes.get(code, "") if electronic else "",
            },
        },
    }


def public_notice(
    dossier: Dossier, letters: Mapping[str, LetterType], codes: Sequence[str], *, name: str, organ: Organ, why: object
) -> Body:
    """Return what 公告送达公告 (SHR-03) says (民事诉讼法 Art. 95); nothing of the matter but the papers' names.

    Args:
        letters: the letters of the process.
        codes: the letters that are served.
        name: whom they are served on.
        organ: where they are handed out.
        why: the reasons for public notice, which the file keeps.
    """
    papers = "、".join(f"《{letters[kind_of(code)].title}》（{dossier.numbers.get(code, '')}）" for code in codes)
    where = organ.address or organ.name
    return Body(
        opening=(
            f"{name}：{sentence(why)}依照《中华人民共和国民事诉讼法》第九十五条，现向你（单位）公告送达{papers}。",
            f"请到{where}领取。自本公告发出之日起经过{PUBLIC_NOTICE_DAYS}日，即视为送达；"
            "文书中以送达之日起算的期限，自视为送达之次日起计算。",
        ),
        closing=("特此公告。",),
    )


def _remarks(answers: Mapping[str, object]) -> list[str]:
    tracking = str(answers.get("tracking") or "")
    return [*([f"邮件单号：{tracking}"] if tracking else []), *filter(None, [str(answers.get("note") or "")])]
