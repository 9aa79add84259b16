"""The guard at deployment: everything that must not be in a diagram, each with its element and line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from workflows.domain.words import N_
from workflows.engine import evaluator, markup, paths
from workflows.engine.errors import ExpressionRefused
from workflows.engine.markup import BPMN

#: Names that SpiffWorkflow gives to nodes of its own.
RESERVED = frozenset({"Start", "End", "Root"})
MOST_NODES = 150
MOST_PROCESSES = 20

NODES = frozenset(
    {
        "startEvent", "endEvent", "userTask", "serviceTask", "receiveTask", "callActivity", "exclusiveGateway",
        "parallelGateway", "boundaryEvent",
    }
)  # fmt: skip
_DRAWING = frozenset({"documentation", "textAnnotation", "text", "association", "group"})
_ALLOWED = NODES | _DRAWING | {
    "sequenceFlow", "conditionExpression", "incoming", "outgoing", "laneSet", "lane", "flowNodeRef",
    "timerEventDefinition", "timeDate", "messageEventDefinition",
}  # fmt: skip
_TOP = _DRAWING | {"process", "collaboration", "participant", "messageFlow", "message", "category", "categoryValue"}
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")

_WHY = {
    "scriptTask": N_("不得有脚本任务，请改用服务任务并写明操作名"),
    "script": N_("不得有脚本"),
    "extensionElements": N_("不得有扩展元素（其中可藏脚本）"),
    "multiInstanceLoopCharacteristics": N_("不得使用多实例"),
    "standardLoopCharacteristics": N_("不得使用循环标记，请用网关退回"),
    "subProcess": N_("不得使用内嵌或事件子流程，请用调用活动"),
    "conditionalEventDefinition": N_("不得使用条件事件"),
    "timeDuration": N_("时限不得写死时长，请写规则名"),
    "timeCycle": N_("时限不得写死周期，请写规则名"),
    "task": N_("任务须注明种类：人工任务或服务任务"),
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing in a diagram that must not run."""

    #: id of the element, empty when it has none.
    element: str
    #: line in the file, 0 when unknown.
    line: int
    #: what is wrong, in the reader's words (Chinese message id).
    message: str


def check(xml: bytes) -> list[Finding]:
    """Everything in a diagram that must not run; an empty list when it may be deployed.

    Args:
        xml: the BPMN file, UTF-8.
    """
    try:
        root = markup.read(xml)
    except markup.MarkupRefused as refused:
        return [Finding(element="", line=refused.line, message=str(refused))]
    findings = list(_elements(root))
    if not findings:
        findings = list(_references(root))
    if not findings:
        for graph in paths.graphs(root):
            findings += [_finding(element, why) for element, why in paths.faults(graph)]
    return sorted(findings, key=lambda found: found.line)


def _finding(element: etree._Element, message: str) -> Finding:
    """A finding under the element or, when it has no id, the nearest around it."""
    holder: etree._Element | None = element
    while holder is not None and holder.get("id") is None:
        holder = holder.getparent()
    ident = "" if holder is None else holder.get("id", "")
    return Finding(element=ident, line=markup.line(element), message=message)


def _elements(root: etree._Element) -> Iterator[Finding]:
    """Each element by itself: is it known, named, and are its expressions lawful?"""
    seen: set[str] = set()
    for top in root:
        if not _tag(top):
            continue
        for element in top.iter():
            kind, allowed = _tag(element), _ALLOWED if _tag(top) == "process" else _TOP
            if kind not in (_TOP if element is top else allowed):
                yield _finding(element, _WHY.get(kind, f"不支持元素 {etree.QName(element).localname}"))
                continue
            if (ident := element.get("id")) is not None or kind in NODES | {"process", "sequenceFlow", "message"}:
                if not ident or not _IDENTIFIER.fullmatch(ident) or ident in RESERVED:
                    yield _finding(element, "编号缺失或不合规（须为英文字母开头的字母、数字、下划线）")
                elif ident in seen:
                    yield _finding(element, "编号重复")
                seen.add(ident or "")
            if (rule := _RULES.get(kind)) is not None and (why := rule(element)):
                yield _finding(element, why)
    for element in root:
        if not _tag(element) and not etree.QName(element).localname.startswith("BPMNDiagram"):
            yield _finding(element, f"不支持元素 {etree.QName(element).localname}")


def _tag(element: etree._Element) -> str:
    """The BPMN name of an element, empty when it is not of the BPMN model namespace."""
    return element.tag.removeprefix(BPMN) if element.tag.startswith(BPMN) else ""


def _process(element: etree._Element) -> str:
    if element.get("isExecutable", "true") != "true":
        return "流程须可执行（isExecutable）"
    if len(element.findall(BPMN + "startEvent")) != 1:
        return "每个流程须有且只有一个开始事件"
    if element.find(BPMN + "endEvent") is None:
        return "流程没有结束事件"
    return f"流程节点超过 {MOST_NODES} 个" if sum(_tag(child) in NODES for child in element) > MOST_NODES else ""


def _plain_event(element: etree._Element) -> str:
    return "开始和结束事件不得带触发条件" if any(_tag(child).endswith("Definition") for child in element) else ""


def _user_task(element: etree._Element) -> str:
    return "" if (element.get("name") or "").strip() else "人工任务没有名称"


def _service_task(element: etree._Element) -> str:
    return "" if _IDENTIFIER.fullmatch(element.get("implementation") or "") else "服务任务没有写明操作名 implementation"


def _boundary(element: etree._Element) -> str:
    definitions = [child for child in element if _tag(child).endswith("Definition")]
    return "" if len(definitions) == 1 else "边界事件须有且只有一个时限或消息"


def _timer(element: etree._Element) -> str:
    dates = element.findall(BPMN + "timeDate")
    if len(dates) != 1:
        return "时限须以 timeDate 写明信号和规则"
    return _refusal(evaluator.signal, dates[0].text)


def _condition(element: etree._Element) -> str:
    return _refusal(evaluator.parse, element.text)


def _message(element: etree._Element) -> str:
    return "" if _IDENTIFIER.fullmatch(element.get("name") or "") else "消息没有合规的名称"


def _refusal(read: Callable[[str], object], expression: str | None) -> str:
    try:
        read(expression or "")
    except ExpressionRefused as refused:
        return str(refused)
    return ""


_RULES: dict[str, Callable[[etree._Element], str]] = {
    "process": _process, "startEvent": _plain_event, "endEvent": _plain_event, "userTask": _user_task,
    "serviceTask": _service_task, "boundaryEvent": _boundary, "timerEventDefinition": _timer,
    "conditionExpression": _condition, "message": _message,
}  # fmt: skip


def _references(root: etree._Element) -> Iterator[Finding]:
    """What points to something else: hosts, messages, called processes, lanes."""
    processes = {process.get("id"): process for process in root.iter(BPMN + "process")}
    if not processes:
        yield _finding(root, "文件中没有流程")
        return
    if len(processes) > MOST_PROCESSES:
        yield _finding(root, f"文件中的流程超过 {MOST_PROCESSES} 个")
        return
    messages = {message.get("id") for message in root.iter(BPMN + "message")}
    in_lanes = {(ref.text or "").strip() for ref in root.iter(BPMN + "flowNodeRef")}
    for task in root.iter(BPMN + "userTask"):
        if task.get("id") not in in_lanes:
            yield _finding(task, "人工任务不在任何泳道中，无法确定岗位")
    for call in root.iter(BPMN + "callActivity"):
        if call.get("calledElement") not in processes:
            yield _finding(call, "被调用的流程不在文件中")
    for definition in root.iter(BPMN + "messageEventDefinition", BPMN + "receiveTask"):
        if definition.get("messageRef") not in messages:
            yield _finding(definition, "消息没有定义")
    for process in processes.values():
        yield from _hosts(process)
    yield from _calls(processes)


def _hosts(process: etree._Element) -> Iterator[Finding]:
    """Boundary events stand on human tasks, receive tasks or called processes, each signal of a clock once on each."""
    hosts = {node.get("id") for node in process if _tag(node) in ("userTask", "receiveTask", "callActivity")}
    seen: set[tuple[str | None, str]] = set()
    for event in process.iter(BPMN + "boundaryEvent"):
        host = event.get("attachedToRef")
        if host not in hosts:
            yield _finding(event, "边界事件须附在人工任务或调用活动上")
        expression = (event.findtext(f"{BPMN}timerEventDefinition/{BPMN}timeDate") or "").replace("'", '"').strip()
        if expression and (host, expression) in seen:
            yield _finding(event, "同一活动上的同一时限信号重复")
        seen.add((host, expression))


def _calls(processes: dict[str | None, etree._Element]) -> Iterator[Finding]:
    """Exactly one process is called by no other, and calls do not run in circles."""
    calls = {
        name: {call.get("calledElement") for call in process.iter(BPMN + "callActivity")}
        for name, process in processes.items()
    }
    tops = [name for name in processes if not any(name in called for called in calls.values())]
    for name in tops[1:]:
        yield _finding(processes[name], "文件中只能有一个不被调用的流程（总流程）")
    if not tops or paths.circle(calls):
        first = next(iter(processes.values()))
        yield _finding(first, "流程之间循环调用")
