"""What can go wrong, as facts: the class says what happened, the message what to do about it.

``status`` is the HTTP answer a web page or the API gives; ``retry`` says whether the same act may succeed
if it is simply tried again.
"""

from collections.abc import Mapping
from typing import ClassVar

from workflows.domain.words import N_


class OfficeError(Exception):
    """A refusal in the reader's words. Nothing was changed when it is raised.

    Args:
        params: values for the ``%(name)s`` places of ``message``.
    """

    message: ClassVar[str] = N_("操作没有完成。")
    status: ClassVar[int] = 400
    retry: ClassVar[bool] = False

    def __init__(self, **params: object) -> None:
        self.params: Mapping[str, object] = params
        super().__init__(self.message % params if params else self.message)

    @property
    def code(self) -> str:
        """The name of the fact, for machines."""
        return type(self).__name__


class FieldErrors(OfficeError):
    """One or more fields of a form cannot be taken as they are.

    Args:
        errors: field name → messages (already worded, Chinese message ids).
    """

    message = N_("有内容需要修改，请查看各栏的提示。")
    status = 422

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        self.errors = errors
        super().__init__()


class NotFound(OfficeError):
    """The thing does not exist, or is not the reader's to see (the two are not told apart)."""

    message = N_("没有找到，或者您无权查看。")
    status = 404


class NotAllowed(OfficeError):
    """The person's roles do not cover this act."""

    message = N_("您的岗位不能进行此项操作。")
    status = 403


class StaleVersion(OfficeError):
    """Somebody else changed the case after the form was opened.

    Args:
        final: the form itself is stale, so that deciding again cannot help; otherwise a race was lost.
    """

    message = N_("办件在您打开后已被他人更新，请核对最新内容后再提交；您填写的内容已保留。")
    status = 409
    retry = True

    def __init__(self, *, final: bool = False) -> None:
        self.final = final
        super().__init__()


class AlreadyDone(OfficeError):
    """The task was completed before; params: ``who``, ``when``."""

    message = N_("该待办已由%(who)s于%(when)s办理，您填写的内容已保留。")
    status = 409


class TaskNotOpen(OfficeError):
    """The task was cancelled or the case moved on."""

    message = N_("该待办已取消或办件已进入其他环节。")
    status = 409


class ClaimedByOther(OfficeError):
    """Another person has claimed the task; params: ``who``."""

    message = N_("该待办已由%(who)s签收。")
    status = 409


class Busy(OfficeError):
    """The database could not be had in time; nothing was changed."""

    message = N_("系统繁忙，本次操作没有执行，请稍后再试。")
    status = 503
    retry = True


class OwnWork(OfficeError):
    """The same person may not draft and approve."""

    message = N_("经办、审核、负责人须为不同的人，不能审批自己办理的事项。")
    status = 403


class ReasonsRequired(OfficeError):
    """A decision, return or breach without reasons."""

    message = N_("请写明理由。")
    status = 422


class OpenCaseExists(OfficeError):
    """The same subject already has an open case about this record; params: ``number``."""

    message = N_("该信息已有正在办理的异议（%(number)s），请勿重复提交。")
    status = 409


class TooManyRounds(OfficeError):
    """A return loop reached its cap; params: ``rounds``."""

    message = N_("退回已达 %(rounds)s 次上限，请由督办岗协调后作出决定。")
    status = 409


class PackDoesNotAllow(OfficeError):
    """The packs that bind the authority know no such act on the clock; params: ``act``."""

    message = N_("所适用的规则没有规定%(act)s，不能进行。")
    status = 422


class CalendarMissing(OfficeError):
    """No calendar covers a year that must be counted; params: ``year``."""

    message = N_("缺少 %(year)s 年的工作日历，无法计算时限，请管理员导入后再办理。")
    status = 503


class DamagedState(OfficeError):
    """The stored engine state of a case cannot be read; params: ``number``."""

    message = N_("办件 %(number)s 的流程数据已损坏，本次操作没有执行，其他办件不受影响。请联系管理员。")
    status = 500


class DiagramRefused(OfficeError):
    """A diagram contains something that must not run; params: ``findings``."""

    message = N_("流程图未通过检查：%(findings)s")
    status = 422


class BadIdentifier(OfficeError):
    """A code or number fails its check digits or format; params: ``what``, ``why``."""

    message = N_("%(what)s不正确：%(why)s")
    status = 422


class FileRefused(OfficeError):
    """An uploaded file is not accepted; params: ``name``, ``why``."""

    message = N_("文件“%(name)s”不能接收：%(why)s")
    status = 422


class Hidden(NotFound):
    """The thing exists but is not this person's to see; answered like NotFound, and audited."""


class BreachReasonRequired(FieldErrors):
    """The act is later than the last lawful day: a coded reason is demanded."""
