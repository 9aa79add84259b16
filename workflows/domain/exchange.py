"""Exchange with the city platform and others (归集推送与回执): what can be asked of them, and the effects that ask.

The words are those of the four effects of a repair (信用修复管理办法 Art. 3), of lists and of publication (双公示).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.domain.effects import Effect
from workflows.domain.words import N_

#: Kind → what is asked of the recipient.
KINDS: Mapping[str, str] = {
    "publish": N_("公示"),
    "withdraw": N_("撤下公示"),
    "stop_publicity": N_("终止公示"),
    "restore_publicity": N_("恢复公示"),
    "stop_sharing": N_("停止共享和使用"),
    "lift_measures": N_("解除惩戒措施"),
    "update_rating": N_("更新评价结果"),
    "enter_list": N_("列入名单"),
    "leave_list": N_("移出名单"),
    "add_record": N_("归集信用记录"),
    "report_act": N_("报送行政行为信息"),
}

#: Recipient → its name.
TARGETS: Mapping[str, str] = {
    "platform": N_("市公共信用信息平台"),
    "province": N_("省公共信用信息平台"),
    "site": N_("信用网站"),
    "creditchina": N_("信用中国网站"),
    "executor": N_("惩戒部门"),
}

#: What the public reads; everything else reads what identifies.
PUBLIC_TARGETS = frozenset({"site", "creditchina"})

#: Working days after which a receipt is looked for where nothing gives a last day. The office's own practice: no text
#: sets it.
RECEIPT_DAYS = 5

STATES: Mapping[str, str] = {
    "owed": N_("待推送"),
    "sending": N_("推送中"),
    "sent": N_("待回执"),
    "received": N_("回执已到"),
    "refused": N_("对方退回"),
    "failed": N_("推送失败"),
}


@dataclass(frozen=True, kw_only=True)
class Push(Effect):
    """Something owed to a recipient, with a receipt."""

    #: A key of :data:`KINDS`.
    kind: str
    #: A key of :data:`TARGETS`.
    target: str = "platform"
    #: What it is about; the subject of the case and, where it is about one, its record.
    record_id: int | None = None
    listing_id: int | None = None
    #: What is sent besides kind, subject and record. JSON values only, nothing that the recipient may not know.
    payload: Mapping[str, Any] = field(default_factory=dict)
    #: Message that the case is told once everything pushed with this answer has its receipt; empty for none.
    answer: str = ""
    #: Last day for the receipt (Asia/Shanghai); None where no text gives one.
    due_on: date | None = None
    #: Rules whose running clock in the case gives the last day, where ``due_on`` does not: the earliest counts.
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PushListings(Effect):
    """Every listing that the case enters or ends, the persons' own ones too, is owed to each recipient.

    What the public does not see is kept from :data:`PUBLIC_TARGETS`.
    """

    #: (key of :data:`TARGETS`, key of :data:`KINDS`).
    asks: tuple[tuple[str, str], ...]
    payload: Mapping[str, Any]
    #: As in :class:`Push`.
    answer: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderLifting(Effect):
    """Each department that carries out a measure because of records is ordered to end it, and gives a receipt (S0-17).

    A listing whose minimum still runs keeps its measures: who stands on it is invited to apply when it ends.
    """

    record_ids: tuple[int, ...]
    #: As in :class:`Push`.
    answer: str
    rules: tuple[str, ...] = ()
