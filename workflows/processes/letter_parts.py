"""Pieces that the letters of every process print: dates, citations, relief, and the names common to all letters."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from workflows.domain.case import CHANNEL_NAMES
from workflows.domain.dossier import Dossier, DueDate, Organ
from workflows.domain.identifiers import mask_code
from workflows.domain.letter_body import Body, context
from workflows.domain.process_type import LetterType

#: Layouts that end in a signature.
_SIGNED = ("shared/notice", "shared/letter", "shared/announcement")
#: Layouts without 附件: only a letter to another organ hands the files of a case on; a decision or notice stands alone.
_ATTACH_NOTHING = (
    "shared/form", "shared/record", "shared/notice", "shared/announcement", "shared/shr_01", "shared/shr_02",
)  # fmt: skip
_CODE_TYPES = {"uscc": "统一社会信用代码", "resident_id": "公民身份号码"}


def date_cn(day: date) -> str:
    """Return a date as GB/T 9704-2012 §7.3.5.4 writes it: Arabic digits, not padded."""
    return f"{day.year}年{day.month}月{day.day}日"


def maybe_cn(due: DueDate | None) -> str:
    """Return a last day in words, empty where there is none."""
    return "" if due is None or due.due_on is None else date_cn(due.due_on)


def code_type(key: str) -> str:
    """Return the name of an identifier."""
    return _CODE_TYPES.get(key, "证件号码")


def ticks(labels: Mapping[str, str], ticked: Iterable[str]) -> list[dict[str, object]]:
    """Return boxes in order, the chosen ones ticked."""
    chosen = set(ticked)
    return [{"label": label, "ticked": key in chosen} for key, label in labels.items()]


def ways_of_service(labels: Mapping[str, str], method: str) -> list[dict[str, object]]:
    """Return the ways of service by their names alone, without the conditions that forms add in brackets."""
    return ticks({key: label.partition("（")[0] for key, label in labels.items()}, {method})


def sentence(text: object) -> str:
    """Return typed words as a whole sentence; empty for none."""
    words = str(text or "").strip()
    return words if not words or words[-1] in "。！？；" else f"{words}。"


def materials(dossier: Dossier) -> list[dict[str, object]]:
    """Return the list of papers handed in."""
    return [{"name": name, "copies": 1, "form": "电子件"} for name in dossier.attachments]


def printed(due: DueDate | None, note: str) -> dict[str, object]:
    """Return a last day as letters print it, provisional ones marked (暂定)."""
    return {
        "date_cn": maybe_cn(due),
        "provisional": bool(due and due.provisional),
        "note": note,
    }


def due(dossier: Dossier, rule: str, note: str = "") -> dict[str, object]:
    """Return the last day under ``rule``, with its article."""
    found = dossier.deadlines.get(rule)
    article = "" if found is None or not found.article else f"依据{cite(found)}。"
    return printed(found, note or article)


def expected(dossier: Dossier, rule: str, note: str) -> dict[str, object]:
    """Return the last day that ``rule`` would have if its clock started today."""
    return printed(dossier.deadlines.get(rule) or dossier.expected.get(rule), note)


def only(dossier: Dossier, place: int, *names: str) -> Dossier:
    """Return the dossier with one row of each of the lists that the case remembers under ``names``.

    What a letter says of several persons or records it then says of one; the rows stay as they are for place 0.
    """
    if not place:
        return dossier
    rows = {name: dossier.case.facts.get(name, [])[place - 1 : place] for name in names}
    return replace(dossier, case=replace(dossier.case, facts={**dossier.case.facts, **rows}))


def cite(found: DueDate) -> str:
    """Return text and article of a deadline."""
    title = found.pack if found.pack.startswith("《") else f"《{found.pack}》"
    if found.article.startswith("《"):
        return found.article
    about = "关于" if found.article.endswith("的规定") else ""
    return f"{title}{about}{found.article}"


def basis(dossier: Dossier, rule: str) -> list[str]:
    """Return the citation on which a letter stands; none where the case has no deadline under ``rule``."""
    found = dossier.deadlines.get(rule) or dossier.expected.get(rule)
    return [] if found is None or not found.article else [cite(found)]


def approval(dossier: Dossier, node: str, step: str, post: str, words: str) -> dict[str, object]:
    """Return one line of an approval sheet: who completed ``node``, when, and the answer named ``words``."""
    answers = dossier.answers.get(node, {})
    name, day = dossier.doers.get(node, ("", None))
    return {
        "asked": not answers or "no_conflict" in answers,
        "step": step,
        "opinion": answers.get(words) or ("同意。" if answers.get("decision") == "approve" else ""),
        "no_conflict": answers.get("no_conflict") == "yes",
        "post": post,
        "signed_by": name,
        "date_cn": "" if day is None else date_cn(day),
    }


def approval_field(dossier: Dossier, node: str, step: str, post: str, words: str) -> tuple[str, str]:
    """Return ``approval`` as a field of a form: the step, and opinion, 无利害关系 box, signature and date below it.

    The box is left out where the step does not ask for that declaration: an empty one would tell against the signer.
    """
    line = approval(dossier, node, step, post, words)
    box = "☑" if line["no_conflict"] else "□"
    signed = f"{post}（签名）：{line['signed_by']}    {line['date_cn']}"
    declared = f"\n{box}本人与本件无利害关系" if line["asked"] else ""
    return step, f"{line['opinion']}{declared}\n{signed.rstrip()}"


def relief(organ: Organ, title: str) -> list[str]:
    """Return the relief paragraph of the letter called ``title``.

    行政复议法 Art. 20: 60 days; 行政诉讼法 Art. 46: 6 months.
    """
    paper = "本决定" if title.endswith("决定书") else f"本{title[-3:]}"
    review = organ.review_body or "有管辖权的行政复议机关"
    court = organ.court or "有管辖权的人民法院"
    return [
        f"如认为{paper}侵犯您的合法权益，可以自知道或者应当知道之日起60日内依法向{review}申请行政复议，"
        f"也可以自知道或者应当知道之日起6个月内依法向{court}提起行政诉讼。"
    ]


def head(dossier: Dossier, title: str) -> dict[str, object]:
    """Return number, date and title; for a letter whose title names its matter (关于……的函)."""
    return {"number": dossier.number, "date_cn": date_cn(dossier.today), "title": title}


def common(
    dossier: Dossier, letter: LetterType, *, recipient: str, organ: Organ | None = None, basis_rule: str
) -> dict[str, object]:
    """Return the names that every template may ask for.

    Args:
        dossier: the case as it stands when the letter is drafted or signed.
        letter: which letter; its title, and whether it prints relief.
        recipient: 主送, ready to print.
        organ: whose paper it is; the handling authority unless given.
        basis_rule: deadline rule whose article is the letter's basis; empty for a letter that cites none.
    """
    case, subject, told = dossier.case, dossier.subject, dossier.application
    organ = organ or dossier.authority
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
        "letter": head(dossier, letter.title),
        "recipient": {
            "name": recipient,
            "code_masked": masked,
            "address": told.get("address") or "",
            "postcode": "",
            "phone": told.get("contact_phone") or "",
            "email": told.get("contact_email") or "",
            "receiver": told.get("contact_name") or "",
            "e_service": bool(told.get("e_service")),
        },
        "case": {
            "number": case.number,
            "received_on": date_cn(case.received_on),
            "query_code": dossier.query_code,
            "channel": CHANNEL_NAMES[case.channel],
        },
        "subject": {
            "name": subject["name"],
            "code_type": code_type(subject["code_type"]),
            "code_masked": masked,
            "legal_representative": subject["legal_representative"],
        },
        "basis": basis(dossier, basis_rule),
        "attachments": [] if letter.template in _ATTACH_NOTHING else list(dossier.attachments),
        "cc": [],
        "sign": {"organ": organ.name, "date_cn": date_cn(dossier.today)},
        "qr": dossier.verify,
        "relief": relief(organ, letter.title) if letter.relief else [],
        "remark": "",
    }


def organ_letter(
    body: Body,
    dossier: Dossier,
    letter: LetterType,
    *,
    recipient: str = "",
    organ: Organ | None = None,
    basis_rule: str = "",
) -> dict[str, object]:
    """Return all that a letter on a layout prints: the common names and the body.

    Args:
        body: the process's words.
        dossier, letter, organ, basis_rule: as for ``common``.
        recipient: 主送; empty for a 表, 笔录, 纪要 or 公告, which are addressed to nobody.
    """
    signed = letter.template in _SIGNED
    names = common(dossier, letter, recipient=recipient, organ=organ, basis_rule=basis_rule)
    return {**names, **context(body, signed=signed)}
