"""Service of letters (送达): what each method needs to be good, and the day on which the letter counts as served.

民事诉讼法 Arts 87–95, which 行政处罚法 Art. 61 applies to the office's papers. Dates are Asia/Shanghai dates.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_

#: Method key → words.
METHODS: Mapping[str, str] = {
    "direct": N_("直接送达"),
    "electronic": N_("电子送达（受送达人已同意）"),
    "post": N_("邮寄送达"),
    "left": N_("留置送达"),
    "entrusted": N_("委托送达"),
    "public": N_("公告送达"),
}

#: Ways of service on paper, for whom no consent to electronic service is at hand.
PAPER_METHODS: Mapping[str, str] = {key: words for key, words in METHODS.items() if key != "electronic"}

#: Method → the field of :data:`DETAILS` that proves it.
PROOFS: Mapping[str, str] = {"electronic": "system", "post": "tracking", "left": "witness", "entrusted": "note",
                             "public": "note"}  # fmt: skip

#: Natural days after a public notice at which the letter counts as served (Art. 95).
PUBLIC_NOTICE_DAYS = 30

#: The specific system (特定系统) in which electronic letters of the office arrive (Art. 90).
OWN_INBOX = "信案通系统收件箱"

#: What a form tells of a service besides method, day and receiver.
DETAILS = ("relation", "witness", "recorded", "tracking", "system", "note")

#: Method → why it is not good without its proof.
_NEEDS: Mapping[str, str] = {
    "electronic": N_("请写明文书到达的特定系统，以到达该系统的日期为送达日期。"),
    "post": N_("请写明邮件单号，以回执上注明的收件日期为送达日期。"),
    "entrusted": N_("请写明受委托的机关，以送达回证上的签收日期为送达日期。"),
    "public": N_("请写明公告媒体、公告日期以及采用公告送达的原因。"),
}


def served_on(data: Mapping[str, Any], *, consented: bool, not_before: date) -> date:
    """Return the day on which a letter counts as served.

    Direct: the day on which the receiver took it; left: the day on which it was left before a witness or the camera;
    electronic: the day on which it arrived in the specific system; by post and by another organ: the day on the
    receipt; by public notice: thirty days after the notice. The thirty days belong to service, not to handling.

    Args:
        data: cleaned form: ``method``, ``served_on``, ``receiver`` and the fields of :data:`DETAILS`.
        consented: whether the receiver has agreed to electronic service (Art. 90).
        not_before: the day of the letter; nothing is served before.

    Raises:
        FieldErrors: the method lacks what makes it good.
    """
    method, day = str(data["method"]), data["served_on"]
    errors: dict[str, list[str]] = {}
    if method not in METHODS:
        raise FieldErrors({"method": [N_("请选择其中一项。")]})
    if day is None:
        errors["served_on"] = [N_("请填写送达日期。")]
    elif day < not_before:
        errors["served_on"] = [N_("送达日期不能早于文书日期。")]
    if method == "electronic" and not consented:
        errors["method"] = [N_("受送达人没有同意电子送达，请选择其他方式。")]
    if method != "public" and not _said(data, "receiver"):
        errors["receiver"] = [N_("请填写收件人。")]
    if method == "left" and not (_said(data, "witness") or data.get("recorded")):
        errors["witness"] = [N_("留置送达须写明见证人，或者以拍照、录像记录送达过程。")]
    field = PROOFS.get(method, "")
    if method in _NEEDS and not (_said(data, field) or (field == "system" and "system" not in data)):
        errors[field] = [_NEEDS[method]]
    if errors:
        raise FieldErrors(errors)
    return deemed(method, day)


def deemed(method: str, day: date) -> date:
    """Return the day on which a letter counts as served that was handed over or published on ``day``."""
    return day + timedelta(days=PUBLIC_NOTICE_DAYS) if method == "public" else day


def _said(data: Mapping[str, Any], field: str) -> bool:
    return bool(str(data.get(field) or "").strip())
