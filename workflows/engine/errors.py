"""What can go wrong inside the engine. A step that raises has changed nothing: the old state still holds."""

from workflows.domain.errors import OfficeError
from workflows.domain.words import N_


class ExpressionRefused(OfficeError):
    """An expression in a diagram is outside the whitelist; params: ``expression``, ``why``."""

    message = N_("表达式“%(expression)s”不能使用：%(why)s")
    status = 422


class StateUnreadable(OfficeError):
    """The stored state is truncated, edited, of an unknown version or of another diagram; params: ``why``."""

    message = N_("流程数据无法读取：%(why)s")
    status = 500


class GatewayUndecided(OfficeError):
    """A gateway cannot choose its way: a fact is missing or of the wrong kind; params: ``node``, ``why``."""

    message = N_("流程在网关 %(node)s 处无法判断走向：%(why)s")
    status = 422


class TimerNotWaiting(OfficeError):
    """The clock that should fire is not running in this case; params: ``rule``, ``signal``."""

    message = N_("时限 %(rule)s 的 %(signal)s 信号当前没有在等待。")
    status = 409


class MessageNotAwaited(OfficeError):
    """The case does not take this message now; params: ``name``."""

    message = N_("办件当前不能接收“%(name)s”。")
    status = 409


class StepBudgetExceeded(OfficeError):
    """One step ran through more nodes than any lawful process has; params: ``limit``."""

    message = N_("流程一步内经过的节点超过 %(limit)s 个，疑似死循环，已停止。")
    status = 500


class StuckCase(OfficeError):
    """The case has not ended, yet nothing in this process could move it on; params: ``process``."""

    message = N_("流程 %(process)s 没有结束，但已没有任何待办、时限或消息可以推动它。")
    status = 500
