"""Where a step stands on a paper, it is not done without it; the words stand at the upload field."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_rectification_by_web import begun, case_id, task_of
from tests.samples import files
from tests.support.filing import inputs
from tests.support.web import Visitor, Web, web
from webapp.demo.drive import Drive, posted
from workflows.domain.errors import FieldErrors
from workflows.domain.scenario import Do
from workflows.processes.rectification import PROCESS
from workflows.store import letters

MISSING, LETTER = "请上传逐页签名的笔录扫描件", "委托他人参加的，请上传委托书。"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def before(site: Web, node: str) -> tuple[Drive, Do]:
    """A case whose open task is ``node``, and the act of its scenario that completes it."""
    for scenario in PROCESS.scenarios.values():
        for place, act in enumerate(scenario.acts):
            if isinstance(act, Do) and act.node == node:
                return begun(site, *scenario.acts[:place]), act
    raise AssertionError(node)


def send(visitor: Visitor, address: str, form: Any, **more: Any) -> Any:
    hidden = dict(inputs(visitor.get(address).text))
    return visitor.client.post(
        address, data={**hidden, **dict(posted(form)), **more}, content_type="multipart/form-data"
    )


def is_done(site: Web, driven: Drive, node: str) -> bool:
    return bool(task_of(site, driven, node).state == "done")


def test_a_signed_record_is_not_closed_without_its_scan(site: Web) -> None:
    driven, act = before(site, "sign_record")
    assert act.form["signing"] == "signed"
    address = f"/tasks/{task_of(site, driven, 'sign_record').id}"
    officer = site.signed_in("recogniser")
    answer = send(officer, address, act.form)
    assert answer.status_code == 422
    assert MISSING in answer.text
    assert 'id="evidence-0-error"' in answer.text, "at the upload field"
    assert 'value="3"' in answer.text, "what was typed is still there"
    assert not is_done(site, driven, "sign_record")
    done = send(officer, address, act.form, **{"evidence-0": (io.BytesIO(files.pdf()), "约谈笔录.pdf")})
    assert done.status_code == 303, done.text
    with site.office.database.read() as connection:
        kept = letters.files_of(connection, case_id(driven))
    assert [each.name for each in kept][-1].startswith("约谈笔录")


def test_a_refusal_to_sign_needs_no_scan(site: Web) -> None:
    driven, act = before(site, "sign_record")
    refused = {**act.form, "signing": "refused", "refusal": "认为处理过重。", "witness": "示例社区工作人员"}
    driven.run([replace(act, form=refused, files=())])
    assert is_done(site, driven, "sign_record")


def test_every_way_to_do_the_step_asks_for_the_scan(site: Web) -> None:
    driven, act = before(site, "sign_record")
    with pytest.raises(FieldErrors) as refused:
        driven.run([replace(act, files=())])
    assert set(refused.value.errors) == {"files"}
    assert not is_done(site, driven, "sign_record")


def test_who_sends_an_agent_hands_in_the_authority_letter(site: Web) -> None:
    driven, act = before(site, "reply_attendance")
    form = {**act.form, "attend": "yes", "attendee": "示例乙 法务", "agent": True}
    address = f"/mine/{case_id(driven)}/steps/reply_attendance"
    subject = site.signed_in("applicant")
    answer = send(subject, address, form)
    assert answer.status_code == 422
    assert LETTER in answer.text
    done = send(subject, address, form, **{"evidence-0": (io.BytesIO(files.pdf()), "委托书.pdf")})
    assert done.status_code == 303, done.text


def test_who_comes_in_person_hands_in_nothing(site: Web) -> None:
    driven, _ = before(site, "reply_attendance")
    address = f"/mine/{case_id(driven)}/steps/reply_attendance"
    comes = {"attend": "yes", "attendee": "示例甲 总经理"}
    assert send(site.signed_in("applicant"), address, comes).status_code == 303
