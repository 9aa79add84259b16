"""The guard at deployment: what may not be in a diagram is refused, with the element and its line."""

import time
from itertools import pairwise

import pytest
from lxml import etree

from tests.process.diagrams.office import file
from tests.unit.test_evaluator import PAYLOADS
from workflows.domain.errors import DiagramRefused
from workflows.engine import checks, diagrams
from workflows.engine.errors import ExpressionRefused
from workflows.engine.scripts import Environment

OFFICE = file("office").decode()
EXAMINE = '<bpmn:userTask id="examine" name="受理审查" />'
RECEIPT = '<bpmn:serviceTask id="issue_receipt" name="出具回执" implementation="issue_receipt" />'
OVERALL = '<bpmn:timeDate>warning("matter.overall")</bpmn:timeDate>'
AGAIN = "<bpmn:conditionExpression>examination == \"again\"</bpmn:conditionExpression>"


#: What no condition may say but every timer has to.
TIMERS = {"breach('objection.verify')"}
#: where the payload is put → the element that must be named
PLACED = {"conditionExpression": "f_again", "timeDate": "overall_warning_timer"}


def inside(element: str, content: str) -> str:
    """An element with something put inside."""
    name = element.split()[0].removeprefix("<bpmn:")
    return element.removesuffix(" />") + f">{content}</bpmn:{name}>"


#: rule → text of the diagram, what it is replaced by, element that must be named, word of the finding
FAULTS: dict[str, tuple[str, str, str, str]] = {
    "a script task": (RECEIPT, '<bpmn:scriptTask id="issue_receipt"><bpmn:script>1</bpmn:script></bpmn:scriptTask>',
                      "issue_receipt", "脚本"),
    "a script before a task": (
        EXAMINE, inside(EXAMINE, '<bpmn:extensionElements><s:preScript xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0'
                                 '/core">1</s:preScript></bpmn:extensionElements>'), "examine", "扩展元素"),
    "a task of no kind": (EXAMINE, EXAMINE.replace("userTask", "task"), "examine", "种类"),
    "a manual task": (EXAMINE, EXAMINE.replace("userTask", "manualTask"), "examine", "manualTask"),
    "a task sent as a message": (EXAMINE, EXAMINE.replace("userTask", "sendTask"), "examine", "sendTask"),
    "a decision table": (RECEIPT, RECEIPT.replace("serviceTask", "businessRuleTask"), "issue_receipt",
                         "businessRuleTask"),
    "a loop marker": (EXAMINE, inside(EXAMINE, '<bpmn:standardLoopCharacteristics loopMaximum="3" />'), "examine",
                      "循环"),
    "a task done many times at once": (
        EXAMINE, inside(EXAMINE, "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>1000000</bpmn:"
                                 "loopCardinality></bpmn:multiInstanceLoopCharacteristics>"), "examine", "多实例"),
    "an event sub-process": (RECEIPT, RECEIPT + '<bpmn:subProcess id="sub" triggeredByEvent="true" />', "sub",
                             "子流程"),
    "a conditional event": (
        '<bpmn:messageEventDefinition id="withdrawal_definition" messageRef="withdrawal_message" />',
        '<bpmn:conditionalEventDefinition id="c"><bpmn:condition>1</bpmn:condition></bpmn:conditionalEventDefinition>',
        "c", "条件事件"),
    "a signal event": ('<bpmn:messageEventDefinition id="withdrawal_definition" messageRef="withdrawal_message" />',
                       '<bpmn:signalEventDefinition id="c" />', "c", "signalEventDefinition"),
    "a data object": (RECEIPT, RECEIPT + '<bpmn:dataObject id="data" />', "data", "dataObject"),
    "an inclusive gateway": ('<bpmn:exclusiveGateway id="corrected" />', '<bpmn:inclusiveGateway id="corrected" />',
                             "corrected", "inclusiveGateway"),
    "a waiting event in the flow": (RECEIPT, '<bpmn:intermediateCatchEvent id="issue_receipt" />', "issue_receipt",
                                    "intermediateCatchEvent"),
    "a literal duration": (OVERALL, '<bpmn:timeDuration>"P5D"</bpmn:timeDuration>', "overall_warning_timer", "时长"),
    "a cycle": (OVERALL, '<bpmn:timeCycle>"R3/PT1H"</bpmn:timeCycle>', "overall_warning_timer", "周期"),
    "a literal date": (OVERALL, "<bpmn:timeDate>2026-12-01</bpmn:timeDate>", "overall_warning_timer", "须写作"),
    "a clock without a rule": (OVERALL, "<bpmn:timeDate>warning()</bpmn:timeDate>", "overall_warning_timer", "须写作"),
    "an empty timer": (OVERALL, "", "overall_warning_timer", "timeDate"),
    "a signal twice on one activity": ('breach("matter.overall")', 'warning("matter.overall")', "overall_breach",
                                       "重复"),
    "two starts": ('<bpmn:startEvent id="received" />',
                   '<bpmn:startEvent id="received" /><bpmn:startEvent id="received_too" />', "matter", "开始事件"),
    "no end": ('<bpmn:endEvent id="decision_ended" />', "", "matter_decision", "结束事件"),
    "a start that waits for a time": (
        '<bpmn:startEvent id="received" />',
        f'<bpmn:startEvent id="received"><bpmn:timerEventDefinition id="t">{OVERALL}</bpmn:timerEventDefinition>'
        "</bpmn:startEvent>", "received", "触发条件"),
    "an end that throws": (
        '<bpmn:endEvent id="finished" />', '<bpmn:endEvent id="finished"><bpmn:terminateEventDefinition />'
        "</bpmn:endEvent>", "finished", "terminateEventDefinition"),
    "an end that sends a message": (
        '<bpmn:endEvent id="finished" />', '<bpmn:endEvent id="finished"><bpmn:messageEventDefinition messageRef='
        '"withdrawal_message" /></bpmn:endEvent>', "finished", "触发条件"),
    "a called process that is missing": ('calledElement="matter_decision"', 'calledElement="elsewhere"', "decision",
                                         "不在"),
    "processes that call each other": ('calledElement="matter_decision"', 'calledElement="matter"', "matter",
                                        "循环调用"),
    "a second outermost process": ('calledElement="matter_decision"', 'calledElement="matter_handling"',
                                   "matter_decision", "总流程"),
    "a process that is only a picture": ('id="matter_decision" name="决定" isExecutable="true"',
                                         'id="matter_decision" name="决定" isExecutable="false"', "matter_decision",
                                         "可执行"),
    "a service without an operation": (RECEIPT, RECEIPT.replace(' implementation="issue_receipt"', ""), "issue_receipt",
                                       "implementation"),
    "a service that is an address": (RECEIPT, RECEIPT.replace('"issue_receipt" />', '"http://127.0.0.1/" />'),
                                     "issue_receipt", "implementation"),
    "a human task without a name": (EXAMINE, '<bpmn:userTask id="examine" name=" " />', "examine", "名称"),
    "a human task in no lane": ("<bpmn:flowNodeRef>examine</bpmn:flowNodeRef>", "", "examine", "泳道"),
    "a gateway without a default": (' default="f_returned"', "", "decided", "默认"),
    "a way without a condition": (AGAIN, "", "f_again", "条件"),
    "a condition on a way that is no choice": (
        '<bpmn:sequenceFlow id="f_h1" sourceRef="handling_started" targetRef="issue_receipt" />',
        '<bpmn:sequenceFlow id="f_h1" sourceRef="handling_started" targetRef="issue_receipt">'
        "<bpmn:conditionExpression>approved</bpmn:conditionExpression></bpmn:sequenceFlow>", "f_h1", "条件"),
    "a task with two ways out": ('id="f_h4" sourceRef="decision"', 'id="f_h4" sourceRef="examine"', "examine", "多条"),
    "a way that leads nowhere": ('targetRef="decision_ended"', 'targetRef="finished"', "f_joined", "连线"),
    "a node that nothing reaches": ('id="f_refused" sourceRef="examined" targetRef="refused"',
                                    'id="f_refused" sourceRef="examined" targetRef="handled"', "refused", "不可到达"),
    "an end that goes on": ('id="f_h4" sourceRef="decision"', 'id="f_h4" sourceRef="refused"', "refused", "流出"),
    "a node that stops": ('<bpmn:sequenceFlow id="f_d2" sourceRef="draft" targetRef="approve" />', "", "draft", "流出"),
    "a gateway that joins and forks at once": ('id="f_returned" sourceRef="decided" targetRef="draft"',
                                               'id="f_returned" sourceRef="decided" targetRef="fork"', "fork",
                                               "一进多出"),
    "a way back to the start": ('id="f_returned" sourceRef="decided" targetRef="draft"',
                                'id="f_returned" sourceRef="decided" targetRef="decision_started"', "decision_started",
                                "流入"),
    "two ways between the same nodes": ('sourceRef="examined" targetRef="refused"',
                                        'sourceRef="examined" targetRef="examine"', "examined", "相同"),
    "something that is no BPMN": ("</bpmn:definitions>", '<x xmlns="urn:x" id="foreign" /></bpmn:definitions>',
                                  "foreign", "x"),
    "a number given twice": ('<bpmn:endEvent id="refused" />', '<bpmn:endEvent id="handled" />', "handled", "重复"),
    "a node called like one of the library's": ('<bpmn:endEvent id="handled" />', '<bpmn:endEvent id="End" />', "End",
                                                "编号"),
    "a node without a number": ('<bpmn:endEvent id="handled" />', "<bpmn:endEvent />", "matter_handling", "编号"),
    "a number with a dot": ('<bpmn:endEvent id="handled" />', '<bpmn:endEvent id="a.b" />', "a.b", "编号"),
    "a message without a name": ('name="withdrawal"', 'name=""', "withdrawal_message", "名称"),
    "a message that is not defined": ('messageRef="withdrawal_message"', 'messageRef="x"', "withdrawal_definition",
                                       "定义"),
    "a boundary event on a service": ('id="correct_breach" attachedToRef="correct"',
                                      'id="correct_breach" attachedToRef="take_over"', "correct_breach", "附在"),
    "a boundary event that waits for nothing": (
        f'<bpmn:timerEventDefinition id="overall_warning_timer">{OVERALL}</bpmn:timerEventDefinition>', "",
        "overall_warning", "有且只有"),
    "a loop back into a parallel branch": ('id="f_taken_over" sourceRef="take_over" targetRef="corrected"',
                                           'id="f_taken_over" sourceRef="take_over" targetRef="draft"', "fork",
                                           "永远等待"),
    "a way into a parallel branch": ('id="f_returned" sourceRef="decided" targetRef="draft"',
                                     'id="f_returned" sourceRef="decided" targetRef="correct"', "fork", "永远等待"),
    "a branch that ends before the join": ('id="f_taken_over" sourceRef="take_over" targetRef="corrected"',
                                           'id="f_taken_over" sourceRef="take_over" targetRef="decision_ended"', "fork",
                                           "永远等待"),
    "a signal that does the main way twice": ('id="f_ew2" sourceRef="warn_examine" targetRef="examine_warned"',
                                              'id="f_ew2" sourceRef="warn_examine" targetRef="decision"',
                                              "examine_warning", "两次"),
    "a loop that no person interrupts": ('id="f_again" sourceRef="examined" targetRef="examine"',
                                         'id="f_again" sourceRef="examined" targetRef="examined"', "examined", "人工"),
}  # fmt: skip


@pytest.mark.parametrize("rule", FAULTS)
def test_a_diagram_is_refused_for(rule: str) -> None:
    old, new, element, word = FAULTS[rule]
    assert old in OFFICE
    changed = OFFICE.replace(old, new, 1).encode()
    findings = checks.check(changed)
    named = [found for found in findings if found.element == element and word in found.message]
    assert named, findings
    assert all(found.line > 0 for found in findings)
    with pytest.raises(DiagramRefused) as refusal:
        diagrams.load(changed)
    assert element in str(refusal.value)


def test_a_finding_names_the_line_on_which_the_element_stands() -> None:
    changed = OFFICE.replace(EXAMINE, EXAMINE.replace("userTask", "scriptTask"))
    line = next(number for number, text in enumerate(changed.splitlines(), 1) if "scriptTask" in text)
    assert [found.line for found in checks.check(changed.encode())] == [line]


@pytest.mark.parametrize("name", ["office", "rounds", "three"])
def test_a_lawful_diagram_has_no_findings(name: str) -> None:
    assert checks.check(file(name)) == []


def test_a_diagram_that_would_wait_for_ever_at_a_join_is_refused() -> None:
    assert {found.element for found in checks.check(file("deadlock"))} == {"fork", "join"}


@pytest.mark.parametrize(
    ("place", "payload"),
    [("conditionExpression", payload) for payload in PAYLOADS]
    + [("timeDate", payload) for payload in PAYLOADS if payload not in TIMERS],
)
def test_code_in_a_condition_or_a_timer_is_refused_before_a_case_can_meet_it(payload: str, place: str) -> None:
    root = etree.fromstring(file("office"))
    target = next(root.iter("{*}" + place))
    target.text = payload
    before = time.monotonic()
    findings = checks.check(etree.tostring(root))
    assert time.monotonic() - before < 1
    assert [found.element for found in findings] == [PLACED[place]]


def test_the_library_can_run_no_script_and_call_no_service() -> None:
    environment = Environment({})
    with pytest.raises(ExpressionRefused):
        environment.execute("import os")
    with pytest.raises(ExpressionRefused):
        environment.call_service(operation_name="http://127.0.0.1/")
    with pytest.raises(ExpressionRefused):
        environment.evaluate("().__class__", {}, {})


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
BODY = OFFICE.removeprefix(HEAD)
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

#: what is sent → the bytes, word of the finding
MARKUP: dict[str, tuple[bytes, str]] = {
    "a file of the machine": (
        (HEAD + '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY.replace("受理审查", "&x;")).encode(),
        "DOCTYPE"),
    "an entity bomb": ((HEAD + f'<!DOCTYPE d [<!ENTITY l0 "lol">{BOMB}]>' + BODY.replace("受理审查", "&l9;")).encode(),
                       "DOCTYPE"),
    "an outside document type": ((HEAD + '<!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd">' + BODY).encode(), "DOCTYPE"),
    "a document type in another encoding": (
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY x "y">]>' + BODY).encode("utf-16"), "UTF-8"),
    "a declared encoding that hides words": (OFFICE.replace("UTF-8", "UTF-7").encode(), "UTF-8"),
    "an unknown entity": (OFFICE.replace("受理审查", "&x;").encode(), "XML"),
    "no XML": (b"hello", "XML"),
    "nothing": (b"", "XML"),
    "another kind of XML": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "BPMN"),
    "half a file": (OFFICE.encode()[:3000], "XML"),
    "more than 2 MB": (OFFICE.encode() + b" " * checks.markup.LARGEST_FILE, "2 MB"),
    "elements too deep": (OFFICE.replace(EXAMINE, "<a>" * 60 + "</a>" * 60).encode(), "过深"),
    "too many elements": (OFFICE.replace(EXAMINE, "<a/>" * 25_000).encode(), "过多"),
}  # fmt: skip


@pytest.mark.parametrize("what", MARKUP)
def test_markup_that_could_reach_out_or_blow_up_is_refused_before_it_is_read(what: str) -> None:
    xml, word = MARKUP[what]
    before = time.monotonic()
    (finding,) = checks.check(xml)
    assert word in finding.message
    assert "root:" not in finding.message
    assert time.monotonic() - before < 2


def chain(length: int) -> bytes:
    """A process of so many human tasks one after the other."""
    names = ["begun", *(f"t{n}" for n in range(length)), "ended"]
    tasks = "".join(f'<bpmn:userTask id="{name}" name="{name}" />' for name in names[1:-1])
    refs = "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in names[1:-1])
    flows = "".join(
        f'<bpmn:sequenceFlow id="f_{a}" sourceRef="{a}" targetRef="{b}" />' for a, b in pairwise(names)
    )
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="chain">'
        f'<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="受理岗">{refs}</bpmn:lane></bpmn:laneSet>'
        f'<bpmn:startEvent id="begun" />{tasks}<bpmn:endEvent id="ended" />{flows}</bpmn:process></bpmn:definitions>'
    ).encode()


def test_a_file_without_a_process_is_refused() -> None:
    empty = OFFICE[: OFFICE.index("  <bpmn:process")] + "</bpmn:definitions>"
    assert [found.message for found in checks.check(empty.encode())] == ["文件中没有流程"]


def test_a_branch_that_never_comes_to_the_join_is_refused() -> None:
    changed = (
        OFFICE.replace('sourceRef="serve" targetRef="join"', 'sourceRef="serve" targetRef="serve"')
        .replace('sourceRef="correct" targetRef="corrected"', 'sourceRef="correct" targetRef="join"')
    )  # fmt: skip
    assert {found.element for found in checks.check(changed.encode())} == {"fork", "join"}


def test_a_file_of_too_many_processes_is_refused() -> None:
    process = '<bpmn:process id="p{0}"><bpmn:startEvent id="s{0}" /><bpmn:endEvent id="e{0}" /></bpmn:process>'
    end = "</bpmn:definitions>"
    (finding,) = checks.check(OFFICE.replace(end, "".join(map(process.format, range(50))) + end).encode())
    assert str(checks.MOST_PROCESSES) in finding.message


def test_how_a_diagram_is_drawn_never_changes_what_it_does() -> None:
    bounds = '<dc:Bounds xmlns:dc="{1}" x="left" y="{3}" />'
    shape = '<di:BPMNShape xmlns:di="{0}" bpmnElement="{2}">' + bounds + "</di:BPMNShape>"
    spaces = ("http://www.omg.org/spec/BPMN/20100524/DI", "http://www.omg.org/spec/DD/20100524/DC")
    shapes = shape.format(*spaces, "examine", "9") + shape.format(*spaces, "refused", "1")
    drawing = f'<di:BPMNDiagram xmlns:di="{spaces[0]}" id="drawing">{shapes}</di:BPMNDiagram></bpmn:definitions>'
    drawn = diagrams.load(OFFICE.replace("</bpmn:definitions>", drawing).encode())
    plain = diagrams.load(file("office"))
    outputs = [
        [spec.task_specs["examined"]._outputs for spec in diagram.specs.values() if "examined" in spec.task_specs]
        for diagram in (drawn, plain)
    ]
    assert outputs[0] == outputs[1] != []


def test_the_longest_lawful_process_loads_and_a_longer_one_is_refused_in_words() -> None:
    assert len(diagrams.load(chain(checks.MOST_NODES - 2)).tasks) == checks.MOST_NODES - 2
    (finding,) = checks.check(chain(500))
    assert (finding.element, str(checks.MOST_NODES) in finding.message) == ("chain", True)
