"""The letters of rectification and interviews: title, layout, number word, who signs, whom they are for."""

from workflows.domain.access import Role
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.service_letter import service_papers


def _letter(
    code: str, title: str, layout: str, *, word: str = "", signer: Role | None = None, to: str = "internal"
) -> LetterType:
    return LetterType(code=code, title=title, template=f"shared/{layout}", word=word, signer=signer, recipient=to)


_ALL = (
    _letter("REC-01", N_("限期整改通知书"), "notice", word="整", signer=Role.HEAD, to="applicant"),
    _letter("REC-02", N_("整改报告"), "form", to="applicant"),
    _letter("REC-03", N_("整改延期申请审批表"), "form", to="applicant"),
    _letter("REC-04", N_("整改验收意见书"), "notice", word="整验", signer=Role.HEAD, to="applicant"),
    _letter("TLK-01", N_("约谈审批表"), "form"),
    _letter("TLK-02", N_("约谈通知书"), "notice", word="约", signer=Role.HEAD, to="applicant"),
    _letter("TLK-03", N_("约谈回执"), "form", to="applicant"),
    _letter("TLK-04", N_("约谈笔录"), "record"),
    _letter("TLK-05", N_("约谈承诺书"), "form", to="applicant"),
    _letter("TLK-06", N_("约谈纪要"), "minutes"),
    _letter("TLK-07", N_("未到场记录"), "form"),
    _letter("TLK-08", N_("约谈记录归集推送单"), "form"),
    *service_papers(),
)

LETTERS: dict[str, LetterType] = {letter.code: letter for letter in _ALL}
