"""What was typed, told back: a line of a grid says what was filled and ticked in it, and nothing of what was not."""

from flask import Flask

from webapp.i18n import install
from webapp.tasks.worktable import typed_answers
from workflows.processes.repair.forms import VerifyForm


def test_a_line_of_a_grid_says_what_was_ticked_in_the_words_of_the_box() -> None:
    app = Flask("webapp")
    install(app)
    row = {"number": "示〔2026〕1号", "duties_ok": True, "corrected_ok": False, "fulfilled_on": None, "note": ""}
    with app.test_request_context(headers={"Cookie": "language=zh_CN"}):
        told = dict(typed_answers(VerifyForm(), {"records": [row]}))
    assert told["核查情况"] == ["示〔2026〕1号 → 法定义务已履行"]
