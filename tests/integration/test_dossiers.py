"""The dossier of a subject: who sees what of it, and the export that holds no more than that."""

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories import Walk
from tests.samples import files
from tests.samples.penalties import code
from tests.support.web import Visitor, Web, web
from workflows.domain.errors import Hidden
from workflows.operations.export_dossier import safe_name
from workflows.operations.run_jobs import run_jobs
from workflows.operations.subject_dossier import read_dossier
from workflows.store import records

HOSTILE = '../../=HYPERLINK("http:__evil")\u202e证据.pdf'


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application with one objection that has signed letters and a file with a hostile name."""
    made = web(sqlite_url, tmp_path)
    walk = Walk(made.people).open()
    evidence = made.office.files.receive(io.BytesIO(files.pdf()), HOSTILE)
    walk.do("reviewer", "examine", files=(evidence,))
    walk.do("auditor", "sign_acceptance")
    walk.do("reviewer", "draft_inquiry")
    walk.do("auditor", "sign_inquiry")
    return made


def exported(site: Web, visitor: Visitor, tmp_path: Path) -> str:
    """Ask for an export and let the worker make it; return the address at which it is fetched."""
    subject = site.people.subject
    asked = visitor.post(f"/dossiers/{subject}/export", page=f"/dossiers/{subject}")
    assert asked.status_code == 303, asked.text
    run_jobs(site.office, "w1", tmp_path / "anchor")
    return f"/dossiers/exports/{asked.location.rpartition('/')[2]}"


def test_staff_sees_records_cases_and_letters_of_a_subject(site: Web) -> None:
    page = site.signed_in("reviewer").get(f"/dossiers/{site.people.subject}").text
    for shown in ("示例甲商贸有限公司", "示市监罚决〔2026〕9001号", "SL-OBJ-2026-000001", "异议申请受理通知书"):
        assert shown in page


def test_the_subject_sees_its_own_and_others_see_nothing(site: Web) -> None:
    address = f"/dossiers/{site.people.subject}"
    applicant = site.signed_in("applicant")
    assert "SL-OBJ-2026-000001" in applicant.get(address).text
    assert address in applicant.get("/dossiers").text
    for login in ("stranger", "executor", "admin", "provider2"):
        assert site.signed_in(login).get(address).status_code == 404, login
    assert site.signed_in("reviewer").get("/dossiers/99999").status_code == 404


def test_internal_matters_never_belong_to_it_even_for_who_may_see_them(site: Web) -> None:
    inner = replace(site.office.processes["objection"], internal=True)
    office = replace(site.office, processes={**site.office.processes, "objection": inner})
    assert read_dossier(site.office, site.people.actor("reviewer"), site.people.subject).cases
    assert not read_dossier(office, site.people.actor("reviewer"), site.people.subject).cases


def test_cases_that_the_reader_may_not_see_are_not_in_it(site: Web) -> None:
    seen = read_dossier(site.office, site.people.actor("provider"), site.people.subject)
    assert [case.view.number for case in seen.cases] == ["SL-OBJ-2026-000001"], "it was sent to this provider"
    with pytest.raises(Hidden):
        read_dossier(site.office, site.people.actor("provider2"), site.people.subject)


def test_the_export_holds_contents_letters_files_events_and_matching_hashes(site: Web, tmp_path: Path) -> None:
    visitor = site.signed_in("reviewer")
    answer = visitor.get(exported(site, visitor, tmp_path))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        assert file.testzip() is None
        names = file.namelist()
        for line in file.read("SHA256SUMS.txt").decode().splitlines():
            digest, _, path = line.partition("  ")
            assert hashlib.sha256(file.read(path)).hexdigest() == digest
        sheet = load_workbook(io.BytesIO(file.read("卷内目录.xlsx")))["卷内目录"]
        listed = {row[5] for row in sheet.iter_rows(min_row=2, values_only=True) if row[5]}
        events = next(name for name in names if name.endswith(".csv"))
        rows = list(csv.reader(io.StringIO(file.read(events).decode("utf-8-sig"))))
    assert not [name for name in names if "_." in name]
    assert listed == set(names) - {"卷内目录.xlsx", "SHA256SUMS.txt"}
    assert any(name.startswith("文书/") and name.endswith(".docx") for name in names)
    assert any(row[1] == "收到申请" for row in rows)


def test_hostile_file_names_lead_nowhere_and_no_cell_is_a_formula(site: Web, tmp_path: Path) -> None:
    visitor = site.signed_in("reviewer")
    with zipfile.ZipFile(io.BytesIO(visitor.get(exported(site, visitor, tmp_path)).data)) as file:
        names = file.namelist()
        book = load_workbook(io.BytesIO(file.read("卷内目录.xlsx")))
    assert any(name.startswith("材料/") for name in names)
    assert all(not name.startswith("/") and ".." not in name and name.count("/") <= 1 for name in names)
    assert all(sign not in name for name in names for sign in '\\:*?"<>|=\u202e')
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_export_is_handed_to_who_asked_for_it_only_and_for_a_day(site: Web, tmp_path: Path) -> None:
    visitor = site.signed_in("reviewer")
    address = exported(site, visitor, tmp_path)
    for login in ("reviewer2", "admin", "applicant"):
        assert site.signed_in(login).get(address).status_code == 404, login
    assert site.visitor().get(address).status_code == 302
    assert visitor.get(address).status_code == 200
    site.clock.now += timedelta(days=1)
    late = site.signed_in("reviewer").get(address)
    assert (late.status_code, "重新导出" in late.text) == (410, True)


def test_the_subject_takes_its_own_dossier_without_opinions_of_the_centre(site: Web, tmp_path: Path) -> None:
    visitor = site.signed_in("applicant")
    with zipfile.ZipFile(io.BytesIO(visitor.get(exported(site, visitor, tmp_path)).data)) as file:
        words = b"".join(file.read(name) for name in file.namelist() if name.endswith(".csv")).decode()
        assert not any(name.startswith("材料/") for name in file.namelist()), (
            "the reviewer's file is not the applicant's"
        )
    assert "示例reviewer" not in words


def test_nobody_exports_what_they_may_not_see(site: Web) -> None:
    with site.office.database.act() as uow:
        other = records.add_subject(
            uow.connection,
            {
                "kind": "legal_person", "name": "示例丙有限公司", "code_type": "uscc",
                "code": code("91410184MA0000003"), "alt_ids": {},
            },
        )  # fmt: skip
        uow.commit()
    applicant = site.signed_in("applicant")
    assert applicant.post(f"/dossiers/{other}/export", page=f"/dossiers/{site.people.subject}").status_code == 404
    assert applicant.get("/dossiers/exports/999").status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("证据（1）.pdf", "证据（1）.pdf"),
        ("a\\b:c*?.docx", "a_b_c__.docx"),
        ("....", "文件"),
        ("\u202efdp.exe", "fdp.exe"),
        ("=cmd|calc.csv", "cmd_calc.csv"),
        ("长" * 300 + ".pdf", "长" * 60 + ".pdf"),
        (".htaccess", "htaccess"),
        ("\x00\n", "文件"),
    ],
    ids=["way out", "kept", "signs", "dots", "turned", "formula", "long", "hidden", "control"],
)
def test_a_file_name_in_an_export_is_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe
