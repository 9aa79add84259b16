"""What was typed, told back: a line of a grid says what was filled and ticked in it, and nothing of what was not."""

from types import SimpleNamespace

import pytest
from flask import Flask

from webapp.exchange.words import whom
from webapp.i18n import install
from webapp.tasks.worktable import typed_answers
from workflows.domain.process_type import ProcessType
from workflows.processes import discover
from workflows.processes.blacklist_entry.forms import AssessForm
from workflows.processes.list_forms import MEASURES
from workflows.processes.repair.forms import VerifyForm


def test_a_line_of_a_grid_says_what_was_ticked_in_the_words_of_the_box() -> None:
    app = Flask("webapp")
    install(app)
    row = {"number": "示〔2026〕1号", "duties_ok": True, "corrected_ok": False, "fulfilled_on": None, "note": ""}
    with app.test_request_context(headers={"Cookie": "language=zh_CN"}):
        told = dict(typed_answers(VerifyForm(), {"records": [row]}))
    assert told["核查情况"] == ["示〔2026〕1号 → 法定义务已履行"]


def test_picks_of_a_list_are_said_in_their_words() -> None:
    app = Flask("webapp")
    install(app)
    with app.test_request_context(headers={"Cookie": "language=zh_CN"}):
        told = dict(typed_answers(AssessForm(), {"measures": ["procurement"], "departments": [7]}, {7: "示例市商务局"}))
    measure = next(words for key, words in MEASURES if key == "procurement")
    assert told["拟采取的惩戒措施（清单所列）"] == [str(measure)]
    assert told["执行部门"] == ["示例市商务局"]


@pytest.mark.parametrize("process", discover().values(), ids=lambda process: process.key)
def test_only_who_signs_a_letter_is_said_to_sign(process: ProcessType) -> None:
    for task in process.tasks.values():
        form = task.form()
        said = dict(form.decision.choices) if "decision" in form else {}
        signs = any(process.letter(code).signer is task.role for code in task.letters)
        if "approve" in said:
            assert ("签发" in said["approve"]) is signs, task.node
            assert process.outcome_words(task.node, "approve") == said["approve"]


def test_an_outcome_is_worded_by_its_step_else_by_its_process() -> None:
    entry = discover()["blacklist_entry"]
    assert entry.outcome_words("legal_review", "approve") == "审核通过"
    assert entry.outcome_words("consent", "return") == "不同意列入，退回"
    assert entry.outcome_words("sign_decision", "approve") == "同意并签发"
    assert entry.outcome_words("", "recalled") == "经办人撤回"


def test_a_person_s_number_is_masked_in_a_cell_and_in_free_text() -> None:
    app = Flask("webapp")
    install(app)
    number = "110101199003070011"
    typed = {"persons": [{"name": "示例责任人", "code": number, "role": "actual"}], "facts": f"责任人（{number}）欠薪"}
    with app.test_request_context(headers={"Cookie": "language=zh_CN"}):
        told = str(typed_answers(AssessForm(), typed))
        whole = str(typed_answers(AssessForm(), typed, whole=True))
    assert told.count("110101********0011") == 2
    assert number not in told
    assert whole.count(number) == 2


def test_a_natural_person_is_masked_on_the_page_of_the_exchange() -> None:
    kinds = {"natural_person": "示****", "legal_person": "示例责任人"}
    for kind, shown in kinds.items():
        assert whom(SimpleNamespace(subject_name="示例责任人", subject_kind=kind)) == shown
    assert whom(SimpleNamespace(subject_name=None, subject_kind=None)) == ""
