"""What SpiffWorkflow may compute: gateway conditions over the facts of the case, and nothing else."""

from collections.abc import Mapping

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.task import Task

from workflows.engine import evaluator
from workflows.engine.errors import ExpressionRefused, GatewayUndecided
from workflows.engine.evaluator import Fact


class Environment(BasePythonScriptEngineEnvironment):
    """The place where the library would run Python. It runs none.

    Args:
        facts: what the case knows; the library's own task data stays empty, so nothing typed into a form can
            become a variable of the process, and parallel branches cannot overwrite each other's copy.
    """

    def __init__(self, facts: dict[str, Fact]) -> None:
        super().__init__()
        self.facts = facts

    def evaluate(self, expression: str, context: object = None, external_context: object = None) -> object:
        """The value of a whitelisted expression over the facts.

        Raises:
            ExpressionRefused: outside the whitelist.
            LookupError: a fact is not known.
        """
        return evaluator.evaluate(expression, self.facts)

    def execute(self, script: str, context: object = None, external_context: object = None) -> object:
        """Refuse: no script of a diagram is ever run."""
        raise ExpressionRefused(expression=script[:40], why="流程图中不得有脚本")

    def call_service(self, context: object = None, **kwargs: object) -> object:
        """Refuse: a service task names an operation of the office instead."""
        raise ExpressionRefused(expression="", why="流程图不得调用外部服务")


class Conditions(PythonScriptEngine):
    """The script engine handed to SpiffWorkflow.

    Args:
        facts: what the case knows, by name.
    """

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts: dict[str, Fact] = dict(facts)
        super().__init__(Environment(self.facts))

    def validate(self, expression: str) -> None:
        """Refuse what is outside the whitelist."""
        evaluator.parse(expression)

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> bool:
        """Whether the condition of a sequence flow holds.

        Raises:
            GatewayUndecided: a fact is missing, of the wrong kind, or the condition is not a yes or no.
        """
        node = task.task_spec.bpmn_id
        try:
            answer = self.environment.evaluate(expression)
        except LookupError as error:
            raise GatewayUndecided(node=node, why=f"缺少 {error.args[0]}") from error
        except TypeError as error:
            raise GatewayUndecided(node=node, why=f"{expression} 中的数据种类不一致") from error
        if not isinstance(answer, bool):
            raise GatewayUndecided(node=node, why=f"{expression} 的结果不是“是”或“否”")
        return answer
