"""Checks that diagram, process type, rule packs, operations and letters of every business type fit together.

``flask process check`` runs this before a deployment, and a guard test runs the same. What it finds would otherwise
show itself in the middle of somebody's case.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflows.domain.access import ROLE_NAMES
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.policy import Pack, Unit
from workflows.domain.process_type import ProcessType
from workflows.engine import checks, diagrams, evaluator, markup
from workflows.engine.diagrams import Diagram
from workflows.operations import services
from workflows.operations.open_case import opened_by_staff

#: The message that a person's withdrawal sends into a case.
WITHDRAWAL = "withdrawal"
#: Notices that operations owe in any process, besides those that its rules name.
NOTICES = frozenset(
    {
        "received", "received_undated",
        "letter_sent", "late_apology", "deadline_warned", "deadline_breached", "deadline_escalated",
        "clock_recomputed", "clock_confirmed", "clock_suspended", "clock_resumed", "clock_extended",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One thing that does not fit."""

    process: str
    #: Id of the element, rule, letter or pack.
    where: str
    #: Line in the diagram; 0 where it is not about the diagram.
    line: int
    #: What is wrong, in Chinese.
    message: str


def check_processes(
    processes: Mapping[str, ProcessType], packs: Mapping[str, Pack], *, bpmn: Path, templates: Path
) -> list[Flaw]:
    """Return everything that does not fit; an empty list when all may be deployed.

    Args:
        processes: the process types to check.
        packs: every rule pack.
        bpmn: folder of the diagrams.
        templates: folder of the Word templates.
    """
    return [
        flaw for process in processes.values() for flaw in check_process(process, packs, bpmn=bpmn, templates=templates)
    ]


def check_process(process: ProcessType, packs: Mapping[str, Pack], *, bpmn: Path, templates: Path) -> list[Flaw]:
    """Return what does not fit in one process type; see :func:`check_processes`."""
    path = bpmn / process.diagram
    if not path.is_file():
        return [_flaw(process, process.diagram, "没有找到流程图")]
    xml = path.read_bytes()
    found = checks.check(xml)
    if found:
        return [Flaw(process=process.key, where=each.element, line=each.line, message=each.message) for each in found]
    diagram = diagrams.load(xml)
    return [
        *_words(process),
        *_tasks(process, diagram),
        *_clocks(process, diagram, packs),
        *_operations(process, diagram),
        *_papers(process, templates),
        *_facts(process, xml),
    ]


def _flaw(process: ProcessType, where: str, message: str) -> Flaw:
    return Flaw(process=process.key, where=where, line=0, message=message)


def _words(process: ProcessType) -> Iterator[Flaw]:
    """Whoever may open a case by hand is told what it is for."""
    if opened_by_staff(process) and not process.summary:
        yield _flaw(process, process.key, "可以由工作人员发起，但是没有写明用途")


def _tasks(process: ProcessType, diagram: Diagram) -> Iterator[Flaw]:
    """Each human task of the diagram has its form and post, and each declared task stands in the diagram."""
    for node, drawn in diagram.tasks.items():
        kind = process.tasks.get(node)
        if kind is None:
            yield _flaw(process, node, "流程图中的人工任务没有对应的表单和岗位")
        elif kind.form is None:
            yield _flaw(process, node, "人工任务没有表单")
        elif drawn.lane != ROLE_NAMES[kind.role]:
            yield _flaw(process, node, f"泳道“{drawn.lane}”与岗位“{ROLE_NAMES[kind.role]}”不一致")
    for node, kind in process.tasks.items():
        if node not in diagram.tasks:
            yield _flaw(process, node, "声明的人工任务不在流程图中")
        for rule in kind.rules:
            if rule not in process.rules:
                yield _flaw(process, node, f"人工任务所列的时限 {rule} 没有声明")
        for code in kind.letters:
            if code not in process.letters:
                yield _flaw(process, node, f"人工任务所列的文书 {code} 没有声明")
        if kind.step and kind.step not in process.steps:
            yield _flaw(process, node, f"人工任务所属的步骤 {kind.step} 没有声明")


def _clocks(process: ProcessType, diagram: Diagram, packs: Mapping[str, Pack]) -> Iterator[Flaw]:
    """Each timer has its rule, each rule its timer, and every pack of the process an answer for it."""
    timed = {timer.rule for timer in diagram.timers}
    for timer in diagram.timers:
        if timer.rule not in process.rules:
            yield _flaw(process, timer.node, f"时限 {timer.rule} 没有声明")
    for rule in process.rules:
        if rule not in timed:
            yield _flaw(process, rule, "声明的时限在流程图中没有计时")
    if process.cap_rule and process.cap_rule not in timed:
        yield _flaw(process, process.cap_rule, "总时限在流程图中没有计时")
    for pack in packs.values():
        mine = [limit for limit in pack.limits.values() if limit.process == process.key]
        if not mine:
            continue
        for rule in sorted(process.all_rules):
            limit = pack.limits.get(rule)
            if limit is None:
                yield _flaw(process, f"{pack.id} {rule}", "规则包没有规定期限，也没有写明不规定的理由")
            elif not (limit.none or limit.n is not None or limit.unit is Unit.SET):
                yield _flaw(process, f"{pack.id} {rule}", "规则包的期限没有天数")
        for limit in mine:
            if limit.hard and limit.rule != process.cap_rule:
                yield _flaw(process, f"{pack.id} {limit.rule}", "只有总时限可以标明 hard")


def _operations(process: ProcessType, diagram: Diagram) -> Iterator[Flaw]:
    """Each service task has its operation, and messages are those that the office sends."""
    for node, operation in diagram.services.items():
        if operation not in services.names(process):
            yield _flaw(process, node, f"没有名为 {operation} 的操作")
    for operation in sorted(process.services.keys() - set(diagram.services.values())):
        yield _flaw(process, operation, "声明的操作在流程图中没有服务任务")
    heard = process.hears.keys() | ({WITHDRAWAL} if process.may_withdraw is not None else set())
    for message in sorted(heard ^ diagram.messages):
        yield _flaw(process, message, "流程图接收的消息与系统发出的消息不一致")


def _papers(process: ProcessType, templates: Path) -> Iterator[Flaw]:
    """Each letter has its template, each notice that operations owe its words."""
    for code, letter in process.letters.items():
        if not (templates / f"{letter.template}.docx").is_file():
            yield _flaw(process, code, f"文书没有模板 {letter.template}.docx")
    for kind in sorted(NOTICES - process.notices.keys()):
        yield _flaw(process, kind, "没有这种通知的文字")


def _facts(process: ProcessType, xml: bytes) -> Iterator[Flaw]:
    """A gateway asks only for facts that a case has from its beginning."""
    known = process.opening_facts(_blank(process), {}).keys()
    for condition in markup.read(xml).iter(markup.BPMN + "conditionExpression"):
        for part in ast.walk(evaluator.parse(condition.text or "")):
            if isinstance(part, ast.Name) and part.id not in known:
                flow = condition.getparent()
                yield Flaw(
                    process=process.key,
                    where="" if flow is None else flow.get("id", ""),
                    line=markup.line(condition),
                    message=f"条件所用的 {part.id} 在办件开始时没有值",
                )


def _blank(process: ProcessType) -> CaseView:
    return CaseView(
        id=0, number="", process=process.key, authority_id=0, provider_id=None, subject_id=0, record_id=None,
        applicant_id=None, channel=Channel.COUNTER, state=CaseState.OPEN, version=0, substance=0,
        received_on=date.min, packs=(),
    )  # fmt: skip
