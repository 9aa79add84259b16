"""Words of the page of the exchange."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.identifiers import mask_name
from workflows.domain.words import N_

#: Filter in the address → words; also the figures at the top.
SLICES: Mapping[str, str] = {
    "open": N_("未完成"),
    "owed": N_("待推送"),
    "sent": N_("待回执"),
    "late": N_("逾期未回"),
    "refused": N_("对方退回"),
    "failed": N_("推送失败"),
    "received": N_("回执已到"),
}

#: (kind, what) of a difference → words.
DRIFTS: Mapping[tuple[str, str], str] = {
    ("record", "missing"): N_("本系统公示中，平台没有公示"),
    ("record", "surplus"): N_("本系统已不公示，平台仍在公示"),
    ("record", "unknown"): N_("平台公示的信息，本系统没有记载"),
    ("listing", "missing"): N_("本系统在列，平台名单没有"),
    ("listing", "surplus"): N_("本系统已移出或不公开，平台名单仍有"),
    ("listing", "unknown"): N_("平台名单中的主体，本系统没有列入"),
}


def whom(row: Any) -> str:
    """Return whom a push or a difference is about: a natural person masked; empty where the office knows nobody."""
    name = str(row.subject_name or "")
    return mask_name(name) if row.subject_kind == "natural_person" else name
