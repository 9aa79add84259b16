"""Filing an objection on the pages: what is taken, what is refused in words, and that nothing is lost or done twice."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories import add_record
from tests.samples import files as samples
from tests.support.filing import application_of, cases_of, denied, filed, fill, inputs, send
from tests.support.web import Web, web

#: Found by every scanner and harmful to nobody.
VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office."""
    return web(sqlite_url, tmp_path)


@pytest.fixture
def site_on_both(database_url: str, tmp_path: Path) -> Web:
    """The application over a fresh office on each kind of database."""
    return web(database_url, tmp_path)


def test_an_objection_goes_from_the_record_to_the_receipt(site_on_both: Web) -> None:
    site = site_on_both
    visitor = site.signed_in("applicant")
    assert "示市监罚决〔2026〕9001号" in visitor.get("/objections").text
    assert "2026年10月12日 周一" in visitor.get(f"/objections/records/{site.people.record}").text
    evidence = [("决定书.pdf", samples.pdf()), ("凭证.png", samples.picture("PNG"))]
    checked = fill(visitor, site.people.record, files=evidence)
    assert "还没有提交" in checked.text
    assert cases_of(site) == 0
    answer = send(visitor, site.people.record, checked)
    receipt = visitor.get(answer.location).text
    assert "SL-OBJ-2026-000001" in receipt
    assert "2026年10月12日 周一" in receipt
    assert "10月10日 周六 调休上班，第 11 日" in receipt
    page = visitor.get(f"/mine/{answer.location.split('/')[2]}").text
    assert all(name in page for name in ("决定书.pdf", "凭证.png", "收件回执", "信用中心正在审查您的申请"))


def test_a_claim_holds_what_the_system_has_whatever_the_browser_says(site: Web) -> None:
    visitor = site.signed_in("applicant")
    lies = {"claims-0-system": "500", "claims-0-label": "别的", "system": "500"}
    walk = filed(site, visitor, **lies)
    assert application_of(site, walk)["claims"] == [
        {"field": "CF_NR_FK", "label": "罚款金额(万元)", "system": "5", "claimed": "0.5"}
    ]


@pytest.mark.parametrize("name", ["auto_approve", "__builtins__", "len", "approved", "state", "applicant_id"])
def test_a_field_that_the_form_does_not_declare_reaches_nothing(site: Web, name: str) -> None:
    walk = filed(site, site.signed_in("applicant"), **{name: "true"})
    assert name not in application_of(site, walk)
    assert walk.open_nodes() == ["examine"]


def test_sending_the_same_form_twice_files_once(site_on_both: Web) -> None:
    site = site_on_both
    visitor = site.signed_in("applicant")
    checked = fill(visitor, site.people.record)
    first = send(visitor, site.people.record, checked)
    second = send(visitor, site.people.record, checked)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert cases_of(site) == 1


def test_a_second_objection_about_the_same_record_is_refused_and_names_the_first(site: Web) -> None:
    visitor = site.signed_in("applicant")
    filed(site, visitor)
    again = send(visitor, site.people.record, fill(visitor, site.people.record))
    assert again.status_code == 409
    assert "SL-OBJ-2026-000001" in again.text
    assert "决定书写明罚款五千元。" in again.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"statement": ""}, "请填写此项"),
        ({"statement": " \u3000 "}, "请填写此项"),
        ({"statement": "长" * 4001}, "内容过长"),
        ({"claim": "长" * 501}, "内容过长"),
        ({"grounds": "because"}, "请选择其中一项"),
        ({"contact_email": "nobody"}, "电子邮箱格式不正确"),
        ({"truthful": ""}, "请先确认材料真实性声明"),
        ({"claims-0-field": "CF_XDR_ZJHM", "claims-0-claimed": "1"}, "异议项与所选信息不符"),
    ],
)
def test_bad_input_is_answered_in_words_and_nothing_is_filed_or_lost(
    site: Web, wrong: dict[str, str], said: str
) -> None:
    answer = fill(site.signed_in("applicant"), site.people.record, **wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "示例市示例路1号" in answer.text
    assert cases_of(site) == 0


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("决定书.pdf", samples.picture("PNG"), 422, "决定书.pdf"),
        ("程序.exe", b"MZ" + bytes(64), 422, "程序.exe"),
        ("空.pdf", b"", 422, "空.pdf"),
        ("病毒.pdf", samples.pdf() + VIRUS, 422, "有害"),
        ("大.pdf", samples.pdf() + bytes(20 * 1024 * 1024), 413, "大小上限"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_taken_is_named_and_the_good_one_beside_it_is_kept(
    site: Web, name: str, content: bytes, status: int, said: str
) -> None:
    visitor = site.signed_in("applicant")
    answer = fill(visitor, site.people.record, files=[("凭证.png", samples.picture("PNG")), (name, content)])
    assert answer.status_code == status
    assert said in answer.text
    kept = [value for field, value in inputs(answer.text) if field == "kept"]
    assert len(kept) == 1
    again = fill(visitor, site.people.record, kept=kept)
    assert again.status_code == 200
    assert "凭证.png" in again.text


def test_a_file_is_carried_through_an_error_elsewhere_and_can_be_left_out(site: Web) -> None:
    visitor = site.signed_in("applicant")
    answer = fill(visitor, site.people.record, statement="", files=[("凭证.png", samples.picture("PNG"))])
    kept = [value for field, value in inputs(answer.text) if field == "kept"]
    assert "凭证.png" in fill(visitor, site.people.record, kept=kept).text
    assert "凭证.png" not in fill(visitor, site.people.record, kept=kept, drop=kept).text


def test_a_reference_to_a_file_is_good_for_one_person_and_one_form(site: Web) -> None:
    visitor = site.signed_in("applicant")
    answer = fill(visitor, site.people.record, statement="", files=[("凭证.png", samples.picture("PNG"))])
    token = next(value for field, value in inputs(answer.text) if field == "kept")
    with site.office.database.act() as uow:
        other = add_record(uow.connection, site.people.subject, site.people.provider, "示市监罚决〔2026〕9002号")
        uow.commit()
    assert fill(visitor, other, kept=[token]).status_code == 400
    assert fill(visitor, site.people.record, kept=[token[:-2] + "xx"]).status_code == 400


def test_going_back_from_the_check_page_keeps_everything(site: Web) -> None:
    visitor = site.signed_in("applicant")
    checked = fill(visitor, site.people.record, files=[("凭证.png", samples.picture("PNG"))])
    back = send(visitor, site.people.record, checked, go="edit")
    assert back.status_code == 200
    assert all(each in back.text for each in ('value="0.5"', "决定书写明罚款五千元。", "凭证.png", "示例市示例路1号"))


def test_a_record_of_a_subject_one_may_not_act_for_is_hidden_and_the_attempt_noted(site: Web) -> None:
    stranger = site.signed_in("stranger")
    assert "示市监罚决" not in stranger.get("/objections").text
    for path in ("", "/apply"):
        assert stranger.get(f"/objections/records/{site.people.record}{path}").status_code == 404
    assert denied(site) == 2


def test_a_date_that_crosses_into_a_year_without_a_schedule_wears_its_mark(site: Web) -> None:
    site.clock.now = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
    visitor = site.signed_in("applicant")
    checked = fill(visitor, site.people.record)
    receipt = visitor.get(send(visitor, site.people.record, checked).location)
    for page in (visitor.get(f"/objections/records/{site.people.record}/apply"), checked, receipt):
        assert page.status_code == 200
    assert "暂定" in checked.text
    assert "放假安排尚未公布" in checked.text
    assert "暂定" in receipt.text
