"""Messages owed in the internal interview of officials: to its own posts alone."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES

_SET = NoticeType(
    kind="official_interview_set",
    topic=Topic.ASKED,
    subject=N_("行政约谈 %(number)s 定于%(on)s %(at)s"),
    body=N_("约谈时间%(on)s %(at)s，地点%(place)s。附件是日历文件。约谈后请及时登记约谈记录。"),
    appointment=True,
)

NOTICES: dict[str, NoticeType] = {**COMMON_NOTICES, _SET.kind: _SET}
