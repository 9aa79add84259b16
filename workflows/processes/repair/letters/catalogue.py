"""The letters of credit repair (domain catalogue REP-00…10, SHR-01…03, SHR-06): title, number word, who signs."""

from workflows.domain.access import Role
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.service_letter import service_papers


def _letter(
    code: str,
    title: str,
    layout: str,
    *,
    word: str = "",
    signer: Role | None = None,
    to: str = "internal",
    relief: bool = False,
    of_provider: bool = False,
) -> LetterType:
    return LetterType(
        code=code, title=title, template=f"shared/{layout}", word=word, signer=signer, recipient=to, relief=relief,
        of_provider=of_provider,
    )  # fmt: skip


_ALL = (
    _letter("REP-00", N_("信用修复告知书"), "notice", word="修告", to="applicant"),
    _letter("REP-01", N_("信用修复申请表"), "form", to="applicant"),
    _letter("REP-02", N_("信用修复承诺书"), "form", to="applicant"),
    _letter("REP-03", N_("履行义务（整改完成）核实证明"), "form", to="applicant", of_provider=True),
    _letter("REP-04A", N_("收件回执"), "form", to="applicant"),
    _letter("REP-04B", N_("信用修复受理通知书"), "notice", word="修受", signer=Role.AUDITOR, to="applicant"),
    _letter("REP-04C", N_("信用修复补正通知书"), "notice", word="修补", signer=Role.AUDITOR, to="applicant"),
    _letter(
        "REP-04D", N_("信用修复不予受理通知书"), "notice", word="修不", signer=Role.AUDITOR, to="applicant",
        relief=True,
    ),
    _letter("REP-04E", N_("终止办理告知书"), "notice", word="修终", signer=Role.AUDITOR, to="applicant"),
    _letter("REP-05", N_("信用修复转办单"), "form", to="provider"),
    _letter("REP-06", N_("信用修复核查表"), "form", of_provider=True),
    _letter("REP-07A", N_("信用修复延期审批表"), "form", of_provider=True),
    _letter("REP-07B", N_("信用修复延期告知书"), "notice", word="修延", to="applicant", of_provider=True),
    _letter(
        "REP-08", N_("信用修复决定书"), "notice", word="修决", signer=Role.HEAD, to="applicant", of_provider=True
    ),
    _letter(
        "REP-09", N_("不予信用修复决定书"), "notice", word="修否", signer=Role.HEAD, to="applicant", relief=True,
        of_provider=True,
    ),
    _letter("REP-10", N_("停止公示与解除措施通知单及回执"), "form", of_provider=True),
    *service_papers(of_provider=True),
    _letter("SHR-06", N_("信用承诺书（公开版）"), "form"),
)  # fmt: skip

LETTERS: dict[str, LetterType] = {letter.code: letter for letter in _ALL}
