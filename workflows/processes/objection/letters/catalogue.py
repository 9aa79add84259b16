"""The letters of objection handling (domain catalogue OBJ-01…15, SHR-01…03): title, number word, who signs."""

from workflows.domain.access import Role
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.service_letter import service_papers


def _letter(
    code: str, title: str, *, word: str = "", signer: Role | None = None, to: str = "internal", relief: bool = False
) -> LetterType:
    return LetterType(
        code=code,
        title=title,
        template=f"objection/{code.lower().replace('-', '_')}",
        word=word,
        signer=signer,
        recipient=to,
        relief=relief,
    )


_ALL = (
    _letter("OBJ-01", N_("信用信息异议申请表"), to="applicant"),
    _letter("OBJ-03", N_("收件回执"), to="applicant"),
    _letter("OBJ-04", N_("异议申请受理通知书"), word="异受", signer=Role.AUDITOR, to="applicant"),
    _letter("OBJ-05", N_("补正通知书"), word="异补", signer=Role.AUDITOR, to="applicant"),
    _letter("OBJ-06", N_("不予受理通知书"), word="异不", signer=Role.AUDITOR, to="applicant", relief=True),
    _letter("OBJ-07", N_("异议信息核查函"), word="异核", signer=Role.AUDITOR, to="provider"),
    _letter("OBJ-08", N_("核查意见书"), word="异核复", signer=Role.PROVIDER),
    _letter("OBJ-09", N_("催办函"), word="异催", signer=Role.AUDITOR, to="provider"),
    _letter("OBJ-10", N_("异议处理审批表")),
    _letter("OBJ-11", N_("异议处理结果告知书"), word="异告", signer=Role.HEAD, to="applicant", relief=True),
    _letter("OBJ-12", N_("信息更正（撤销）通知单及执行回执")),
    _letter("OBJ-13", N_("恢复名誉（消除影响）通知书"), word="异复", signer=Role.HEAD, to="executors"),
    _letter("OBJ-14", N_("异议标注（解除标注）单")),
    _letter("OBJ-15", N_("终止办理告知书"), word="异终", signer=Role.AUDITOR, to="applicant"),
    *service_papers(),
)

LETTERS: dict[str, LetterType] = {letter.code: letter for letter in _ALL}
