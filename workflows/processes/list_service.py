"""When a paper counts as served, by each way of service (民事诉讼法 Arts 87–95; 行政处罚法 Art. 61).

Dates are Asia/Shanghai dates.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from workflows.domain.errors import FieldErrors
from workflows.domain.service import PUBLIC_NOTICE_DAYS
from workflows.domain.words import N_


def served_on(data: Mapping[str, Any], *, signed_on: date, consented: bool) -> date:
    """Return the day on which a paper counts as served.

    Args:
        data: cleaned form: ``method``, ``served_on`` and what the method asks for besides.
        signed_on: the day on which the paper was signed; nothing is served before.
        consented: the recipient has agreed to electronic service.

    Raises:
        FieldErrors: the method lacks what makes it good.
    """
    method = str(data["method"])
    day: date = data["served_on"]
    if day < signed_on:
        raise FieldErrors({"served_on": [N_("送达日期不能早于文书签发日期。")]})
    if method == "electronic" and not consented:
        raise FieldErrors({"method": [N_("受送达人没有同意电子送达，请选择其他方式。")]})
    if method == "left" and not (_said(data, "witness") or data.get("recorded")):
        raise FieldErrors({"witness": [N_("留置送达须写明见证人，或者以拍照、录像记录送达过程。")]})
    for needed, field, words in _NEEDS:
        if method == needed and not _said(data, field):
            raise FieldErrors({field: [words]})
    return day + timedelta(days=PUBLIC_NOTICE_DAYS) if method == "public" else day


_NEEDS = (
    ("electronic", "system", N_("请写明文书到达的系统或者地址。")),
    ("post", "tracking", N_("请写明邮件单号，送达日期以回执载明的签收日期为准。")),
    ("entrusted", "note", N_("请写明受委托机关。")),
    ("public", "note", N_("请写明公告媒体，以及采用公告送达的原因。")),
)


def _said(data: Mapping[str, Any], field: str) -> bool:
    return bool(str(data.get(field) or "").strip())


def each_person(case_persons: list[Mapping[str, Any]], rows: list[Mapping[str, Any]], signed_on: date) -> date | None:
    """Return the latest day on which the liable persons were served; None where there are none.

    Every person gets a paper of their own (S1-13).

    Raises:
        FieldErrors: a person has no row, a row has no such person, or a date cannot be.
    """
    named, served = {each["name"] for each in case_persons}, {row["name"].strip() for row in rows}
    if missing := sorted(named - served):
        raise FieldErrors({"persons": [N_("每名责任人员都须单独送达，缺少：") + "、".join(missing)]})
    if unknown := sorted(served - named):
        raise FieldErrors({"persons": [N_("不是本案责任人员：") + "、".join(unknown)]})
    if any(row["served_on"] < signed_on for row in rows):
        raise FieldErrors({"persons": [N_("送达日期不能早于文书签发日期。")]})
    return max((row["served_on"] for row in rows), default=None)
