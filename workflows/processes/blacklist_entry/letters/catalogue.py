"""The letters of listing (domain catalogue LST, REP-00, SHR-01…03): title, layout, number word, who signs."""

from workflows.domain.access import Role
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.list_letters import letter
from workflows.processes.service_letter import service_papers

_ALL = (
    letter("LST-01", N_("名单认定建议表"), "form"),
    letter("LST-02", N_("拟列入名单告知书"), "notice", word="列告", signer=Role.HEAD, to="applicant"),
    letter("LST-02P", N_("责任人员事先告知书"), "notice", word="责告", signer=Role.HEAD, to="persons"),
    letter("LST-03", N_("陈述申辩书"), "form", to="applicant"),
    letter("LST-03P", N_("责任人员陈述申辩书"), "form", to="persons"),
    letter("LST-04", N_("陈述申辩复核意见书"), "form"),
    letter("LST-05", N_("法制审核意见表"), "form"),
    letter("LST-05A", N_("列入名单报批表"), "form"),
    letter("LST-05D", N_("集体讨论记录"), "form"),
    letter("LST-06", N_("列入名单决定书"), "notice", word="列", signer=Role.HEAD, to="applicant", relief=True),
    letter("LST-06P", N_("责任人员列入告知书"), "notice", word="列责", signer=Role.HEAD, to="persons", relief=True),
    letter("LST-07", N_("不予列入名单决定书"), "notice", word="列否", signer=Role.HEAD, to="applicant"),
    letter("LST-07P", N_("责任人员不予列入告知书"), "notice", word="列否责", signer=Role.HEAD, to="persons"),
    letter("LST-08", N_("列入名单公告"), "announcement", word="列公"),
    letter("LST-09", N_("联合惩戒任务单"), "form", to="executors"),
    letter("LST-09R", N_("联合惩戒执行回执"), "form"),
    letter("LST-14", N_("重点关注名单纳入告知书"), "notice", word="关", signer=Role.HEAD, to="applicant", relief=True),
    letter("LST-15", N_("通报函"), "letter", word="通", signer=Role.HEAD),
    letter("REP-00", N_("信用修复告知书"), "notice", word="修告", signer=Role.HEAD, to="applicant"),
    *service_papers(of_provider=True),
)

LETTERS: dict[str, LetterType] = {each.code: each for each in _ALL}
