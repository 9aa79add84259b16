"""The public check of a letter: what it shows, what it never shows, and whether a file is the one that was signed."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from notifications.render import LetterRenderer
from tests.factories import Walk
from tests.support.people import SUBJECT_CODE, add_record
from tests.support.shared import ROOT
from tests.support.web import Web, web
from webapp.verify.routes import FILE_LIMIT
from workflows.operations.verify_letter import NoSuchLetter, token_of, verify_letter
from workflows.store import cases
from workflows.store.tables import letter


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application with an objection whose acceptance and inquiry are signed."""
    made = web(sqlite_url, tmp_path)
    Walk(made.people).open().forwarded()
    return made


def signed(site: Web, code: str = "OBJ-04") -> tuple[str, str, bytes]:
    """Token, number and bytes of a signed letter of the first case."""
    with site.office.database.read() as connection:
        row = connection.execute(select(letter).where(letter.c.code == code)).one()
        case = cases.load(connection, row.case_id)
    assert case is not None
    with site.office.files.open(row.sha256) as opened:
        return token_of(site.office, case.view.number, code, row.number), row.number, opened.read()


def test_the_page_shows_number_date_organ_title_hash_and_state(site: Web) -> None:
    token, number, data = signed(site)
    page = site.visitor().get(f"/verify/{token}").text
    for shown in (number, "异议申请受理通知书", "示例市公共信用信息中心", hashlib.sha256(data).hexdigest(), "有效"):
        assert shown in page


def test_the_page_shows_nobody(site: Web) -> None:
    page = site.visitor().get(f"/verify/{signed(site)[0]}").text
    for hidden in ("示例甲商贸有限公司", SUBJECT_CODE, "13800000000", "示市监罚决", "示例auditor", "罚款"):
        assert hidden not in page


def test_the_qr_code_of_a_signed_letter_leads_there_and_a_draft_has_none(site: Web) -> None:
    seen: list[str] = []

    def watching(template: str, context: object) -> bytes:
        assert isinstance(context, dict)
        seen.append(str(context["qr"]))
        return LetterRenderer(ROOT / "docs_templates").render(template, context)

    office = replace(site.office, render=watching)
    here = replace(site.people, office=office)
    with office.database.act() as uow:
        record = add_record(uow.connection, here.subject, here.provider, "示市监罚决〔2026〕9002号")
        uow.commit()
    walk = Walk(here).open(record=record)
    walk.do("reviewer", "examine")
    seen.clear()
    walk.do("auditor", "sign_acceptance")
    address = next(each for each in seen if "/verify/" in each)
    found = verify_letter(office, address.rpartition("/")[2])
    assert address.startswith(office.base_url)
    assert (found.title, found.void) == ("异议申请受理通知书", False)
    with office.files.open(found.sha256) as opened, zipfile.ZipFile(opened) as file:
        assert any(name.startswith("word/media/") for name in file.namelist()), "the code is drawn in the letter"


def test_a_voided_letter_is_said_to_be_void(site: Web) -> None:
    token, number, _data = signed(site)
    with site.office.database.act() as uow:
        uow.connection.execute(update(letter).where(letter.c.number == number).values(state="void", void_reason="张三"))
        uow.commit()
    page = site.visitor().get(f"/verify/{token}").text
    assert "已作废" in page
    assert "张三" not in page, "why is the matter of those whom it concerns"


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.replace("000001", "000002"),
        lambda token: token.rpartition("-")[0],
        lambda token: "x" * 5000,
        lambda token: "%00",
        lambda token: "票据-ABCDEFGHIJKLMNOP",
        lambda token: "SL-OBJ-2026-000001-",
        lambda token: "../../etc/passwd",
    ],
    ids=["one sign", "another case", "no mac", "long", "control", "not ascii", "empty mac", "path"],
)
def test_a_token_that_was_not_printed_is_not_found(site: Web, change: object) -> None:
    assert callable(change)
    answer = site.visitor().get(f"/verify/{change(signed(site)[0])}")
    assert answer.status_code == 404


def test_the_token_of_one_letter_does_not_fit_another_and_a_draft_has_none(site: Web) -> None:
    first, second = signed(site, "OBJ-04")[0], signed(site, "OBJ-07")[0]
    assert first != second
    assert verify_letter(site.office, first).number != verify_letter(site.office, second).number
    with pytest.raises(NoSuchLetter):
        verify_letter(site.office, token_of(site.office, "SL-OBJ-2026-000001", "OBJ-04", ""))


def test_letters_of_an_internal_matter_have_no_public_page(site: Web) -> None:
    token = signed(site)[0]
    inner = replace(site.office.processes["objection"], internal=True)
    with pytest.raises(NoSuchLetter):
        verify_letter(replace(site.office, processes={"objection": inner}), token)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if re.fullmatch("[0-9a-f]{62}", path.name))


def test_a_file_or_a_hash_is_told_apart_byte_for_byte_and_not_kept(site: Web, tmp_path: Path) -> None:
    token, _number, data = signed(site)
    visitor, address = site.visitor(), f"/verify/{token}"
    kept = files_in(tmp_path)
    assert kept
    digest = hashlib.sha256(data).hexdigest()
    assert "一致：" in visitor.post(address, {"digest": f" {digest.upper()[:32]} {digest[32:]} "}).text
    assert "不一致：" in visitor.post(address, {"digest": "0" * 64}).text
    for content, words in ((data, "一致：就是"), (data + b" ", "不一致："), (b"", "不一致：")):
        assert words in visitor.post(address, {"file": (io.BytesIO(content), "../../\x00通知.docx")}).text
    assert files_in(tmp_path) == kept


@pytest.mark.parametrize("typed", ["", "abc", "z" * 64, "' or 1=1--", "0" * 65])
def test_what_is_no_hash_is_said_so(site: Web, typed: str) -> None:
    answer = site.visitor().post(f"/verify/{signed(site)[0]}", {"digest": typed})
    assert (answer.status_code, "请选择文件" in answer.text) == (422, True)


def test_a_file_over_the_limit_is_not_read_to_its_end(site: Web) -> None:
    large = io.BytesIO(b"x" * (FILE_LIMIT + 1))
    answer = site.visitor().post(f"/verify/{signed(site)[0]}", {"file": (large, "big.docx")})
    assert (answer.status_code, "超过 10 MB" in answer.text) == (422, True)


def test_the_code_may_be_typed_or_the_whole_address_pasted(site: Web) -> None:
    token, visitor = signed(site)[0], site.visitor()
    for typed in (token, token.lower(), f"http://127.0.0.1:8000/verify/{token}/"):
        answer = visitor.post("/verify", {"token": typed})
        assert (answer.status_code, answer.location) == (303, f"/verify/{token}")
    assert visitor.post("/verify", {"token": "没有"}).status_code == 404


def test_guessing_is_slowed_down(site: Web) -> None:
    visitor = site.visitor()
    codes = [visitor.get(f"/verify/SL-OBJ-2026-000001-{number:016d}").status_code for number in range(12)]
    assert (codes[0], codes[-1]) == (404, 429)


def test_the_case_page_leads_to_the_public_page(site: Web) -> None:
    page = site.signed_in("reviewer").get("/cases/1?tab=letters").text
    assert re.search(rf'href="/verify/{re.escape(signed(site)[0])}"', page)
