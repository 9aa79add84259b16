"""What the papers of a service say: 送达回证 (SHR-01), 送达地址确认书 (SHR-02), 公告送达公告 (SHR-03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.dossier import Dossier, Organ
from workflows.domain.letter_body import Body, Section
from workflows.domain.letter_code import kind_of, place_of
from workflows.domain.process_type import LetterType
from workflows.domain.service import METHODS, OWN_INBOX, PUBLIC_NOTICE_DAYS, deemed
from workflows.domain.words import N_
from workflows.processes.letter_parts import common, date_cn, organ_letter, sentence, ways_of_service


@dataclass(frozen=True, kw_only=True)
class Served:
    """One service: the task in which it is told, the subject's letters, and the kind that each liable person gets."""

    node: str
    codes: tuple[str, ...]
    cause: str
    personal: str = ""


def service_papers(*, of_provider: bool = False) -> tuple[LetterType, ...]:
    """Return the papers of a service for a process's catalogue (domain catalogue SHR).

    Args:
        of_provider: slip and public notice are papers of the record's provider, who serves.
    """
    return (
        LetterType(code="SHR-01", title=N_("送达回证"), template="shared/shr_01", of_provider=of_provider),
        LetterType(code="SHR-02", title=N_("送达地址确认书"), template="shared/shr_02", recipient="applicant"),
        LetterType(
            code="SHR-03", title=N_("公告送达公告"), template="shared/announcement", word="送公",
            of_provider=of_provider,
        ),
    )  # fmt: skip


def paper_of_service(
    code: str, dossier: Dossier, letters: Mapping[str, LetterType], served: Served, *, organ: Organ
) -> Mapping[str, object]:
    """Return what a paper of a service prints (SHR-01, 02, 03).

    Args:
        code: the paper; with a place, the one of that liable person.
        dossier: the case as it stands.
        letters: the letters of the process.
        served: what is served, and in which task.
        organ: whose paper it is.
    """
    letter, place = letters[kind_of(code)], place_of(code)
    answers: Mapping[str, Any] = dossier.answers.get(served.node, {})
    name, codes = str(dossier.subject["name"]), served.codes
    told: Mapping[str, Any] | None = None
    if place:
        told = dossier.case.facts["served_persons"][place - 1]
        name, codes = str(told["name"]), (f"{served.personal}.{place}",)
    if letter.code == "SHR-03":
        why = (told or answers).get("note")
        body = public_notice(dossier, letters, codes, name=name, organ=organ, why=why)
        return organ_letter(body, dossier, letter, organ=organ)
    shown = common(dossier, letter, recipient=name, organ=organ, basis_rule="")
    if letter.code == "SHR-02":
        return {**shown, **_address(shown, answers)}
    return {
        **shown,
        **certificate(dossier, letters, codes[0], node=served.node, cause=served.cause, also=codes[1:], told=told),
    }


def _address(shown: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, object]:
    """Return what 送达地址确认书 says besides the application where it was signed at a service."""
    if not said.get("consented"):
        return {}
    receiver = said.get("receiver") or ""
    return {
        "recipient": {**shown["recipient"], "receiver": receiver, "e_service": True},
        "remark": f"电子送达的特定系统：{said.get('system') or OWN_INBOX}",
    }


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
            "place": system or (dossier.application.get("address") or "" if told is None else ""),
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
        ),
        # What stands in the last section stays on one page with the signature.
        sections=(_when_served(where),),
        closing=("特此公告。",),
    )


def _when_served(where: str) -> Section:
    return Section(
        paragraphs=(
            f"请到{where}领取。自本公告发出之日起经过{PUBLIC_NOTICE_DAYS}日，即视为送达；"
            "文书中以送达之日起算的期限，自视为送达之次日起计算。",
        )
    )


def _remarks(answers: Mapping[str, object]) -> list[str]:
    tracking = str(answers.get("tracking") or "")
    return [*([f"邮件单号：{tracking}"] if tracking else []), *filter(None, [str(answers.get("note") or "")])]
