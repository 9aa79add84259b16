"""The letters of removal (domain catalogue LST-08, 10…13, SHR-01…03): title, layout, number word, who signs."""

from workflows.domain.access import Role
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.list_letters import letter
from workflows.processes.service_letter import service_papers

_ALL = (
    letter("LST-08", N_("移出名单公告"), "announcement", word="移公", to="applicant"),
    letter("LST-10", N_("移出申请书"), "form", to="applicant"),
    letter("LST-11", N_("移出名单决定书"), "notice", word="移", signer=Role.HEAD, to="applicant"),
    letter("LST-11P", N_("责任人员移出告知书"), "notice", word="移责", signer=Role.HEAD, to="persons"),
    letter("LST-11N", N_("不予移出名单决定书"), "notice", word="移否", signer=Role.HEAD, to="applicant", relief=True),
    letter("LST-12", N_("解除惩戒措施通知"), "letter", word="移解", to="executors"),
    letter("LST-13", N_("撤销列入决定书"), "notice", word="列撤", signer=Role.HEAD, to="applicant"),
    letter("LST-13P", N_("责任人员撤销列入告知书"), "notice", word="列撤责", signer=Role.HEAD, to="persons"),
    *service_papers(of_provider=True),
)

LETTERS: dict[str, LetterType] = {each.code: each for each in _ALL}
