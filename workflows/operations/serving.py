"""Service (送达) of a letter within an act: method, date and receiver (民事诉讼法 Arts 87–95)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.errors import FieldErrors
from workflows.domain.service import DETAILS, deemed
from workflows.domain.time import at_office_hour
from workflows.domain.words import N_
from workflows.operations.act import Act


def record_service(act: Act, data: Mapping[str, Any], code: str) -> None:
    """Record how and when a letter reached whom it is for.

    Args:
        data: the form's answers; ``served_on`` as an ISO date in Asia/Shanghai.
        code: the letter that was served.

    Raises:
        FieldErrors: it would have been served after today.
    """
    served_on = date.fromisoformat(data["served_on"])
    if served_on > act.today:
        raise FieldErrors({"served_on": [N_("日期不能晚于今天。")]})
    counted = deemed(data["method"], served_on)
    act.services.append(
        (
            code,
            {
                "method": data["method"],
                "served_at": act.now if served_on == act.today else at_office_hour(served_on, 12),
                "recipient": data["receiver"] or "",
                "details": {**{name: data.get(name) or "" for name in DETAILS}, "deemed_on": counted.isoformat()},
                "by": act.actor.user_id,
            },
        )
    )
    act.record("letter_served", code=code, method=data["method"], on=served_on.isoformat(), to=data["receiver"] or "")
