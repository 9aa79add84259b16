"""What an office holds besides cases: drafts, evidence, somebody who waits to be verified, an import, links."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import count, islice, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from werkzeug.datastructures import MultiDict

from tests.factories import add_record
from tests.samples import files, penalties
from webapp.auth.passwords import PASSWORDS
from webapp.demo.drive import posted
from webapp.demo.people import AUTHORITY, MARKET, Staffed
from workflows.domain.case import Channel
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import File
from workflows.domain.time import office_date
from workflows.intake.filestore import StoredFile
from workflows.intake.filetypes import recognise_table
from workflows.operations.ask_representation import Mandate
from workflows.operations.calendar_feed import make_feed
from workflows.operations.destroy_records import draw_up
from workflows.operations.export_dossier import KIND
from workflows.operations.import_records import import_now
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, open_case
from workflows.operations.register import Registration, register
from workflows.operations.register_listing import Decided, RegisterListing, register_listing
from workflows.operations.reset_password import GOOD_FOR, with_link
from workflows.operations.run_jobs import run_jobs
from workflows.operations.save_draft import save_draft
from workflows.operations.sign_in import digest_of
from workflows.operations.start_job import start_job
from workflows.operations.supervise_cases import SuperviseCases, supervise_cases
from workflows.processes import discover
from workflows.store import cases, publicity, records, reset

#: Records of the demonstration that nobody objects to in it.
_DRAFTED, _FILED = "示市监罚决〔2026〕42号", "示人社罚决〔2026〕15号"


def add(staffed: Staffed, real: Office, records: Mapping[str, int], finished: Sequence[int]) -> dict[str, str]:
    """Add it all.

    Args:
        staffed: an office with the demonstration in it, at its present.
        real: the same office by the real clock, which links and drafts live by.
        records: decision number → id.
        finished: cases on which nothing can be done any more.

    Returns:
        Endpoint → address of what no link of a page leads to.
    """
    office = staffed.office
    picture = office.files.receive(BytesIO(files.picture("PNG")), "授权委托书.png")
    process = discover()["objection"]
    case = _with_evidence(staffed, process, records[_FILED], picture)
    by_real_clock = replace(staffed, office=real)
    _draft(by_real_clock, process, records[_DRAFTED], picture)
    _newcomer(office, picture)
    job = _import(staffed)
    _destruction(staffed)
    _received(staffed)
    urged = _job(staffed, [case, *_of_the_centre(staffed, finished)[:1]])
    export = _export(staffed, case)
    with TemporaryDirectory() as folder:
        run_jobs(office, "screens", Path(folder) / "anchor")
    return {
        "account.registered": "/account/registered",
        "account.reset": _reset(by_real_clock),
        "cases.diagram": f"/cases/{case}/diagram.bpmn",
        "dossiers.fetch": f"/dossiers/exports/{export}",
        "feed.show": f"/feed/{make_feed(real, staffed.actor('reviewer'))}.ics",
        "health.healthz": "/healthz",
        "jobs.show": f"/jobs/{urged}",
        **dict(_repairs(staffed)),
        "records.errors": f"/imports/{job}/errors.xlsx",
    }


def _with_evidence(staffed: Staffed, process: ProcessType, record: int, picture: StoredFile) -> int:
    """A case that came in with a picture and a PDF."""
    office = staffed.office
    paper = office.files.receive(BytesIO(files.pdf()), "处罚决定书.pdf")
    command = OpenCase(
        process=process.key,
        authority_id=staffed.organisations[AUTHORITY],
        record_id=record,
        channel=Channel.ONLINE,
        application=dict(process.filing_form(MultiDict(posted(_typed(process)))).data),
        files=(picture, paper),
        key="case-with-evidence",
    )
    return open_case(office, staffed.actor("applicant"), command).case_id


def _draft(staffed: Staffed, process: ProcessType, record: int, picture: StoredFile) -> None:
    """An application that somebody has not finished."""
    named = [picture.sha256, picture.display_name, picture.size, str(picture.type), 0]
    fields = posted({**_typed(process), "statement": "决定书写明罚款三千元。"})
    save_draft(staffed.office, staffed.actor("applicant"), process.key, record, fields=fields, files=[named])


def _typed(process: ProcessType) -> dict[str, Any]:
    """What the first scenario of a process types into its filing form."""
    acts = next(iter(process.scenarios.values())).acts
    return dict(next(act for act in acts if isinstance(act, File)).form)


def _newcomer(office: Office, picture: StoredFile) -> None:
    """Somebody new asks to act for a company; the request waits for a reviewer."""
    person = Registration(
        login="newcomer",
        name="示例新人",
        email="newcomer@demo.example",
        phone="13800000001",
        password="Brand-new-pass-1",
        e_service=True,
    )
    company = {"subject_kind": "legal_person", "name": "示例丙食品有限公司", "code": "91410184MA9DEM0037"}
    register(office, PASSWORDS, person, Mandate(**company, kind="agent", evidence=picture))


def _import(staffed: Staffed) -> int:
    """A reviewer has imported a table in which one line is wrong; return the id of the job."""
    office = staffed.office
    with TemporaryDirectory() as folder:
        rows = [penalties.HEADINGS, penalties.values(), penalties.values({"CF_XDR_SHXYM": "91410184"})]
        table = penalties.write_xlsx(Path(folder) / "table.xlsx", rows)
        stored = office.files.receive(BytesIO(table.read_bytes()), "行政处罚.xlsx", recogniser=recognise_table)
    job = import_now(office, staffed.actor("reviewer"), stored, "行政处罚.xlsx", staffed.authority)
    return int(job.id)


def _destruction(staffed: Staffed) -> None:
    """A record of a natural person has been kept for five years; a reviewer proposes to destroy it."""
    office = staffed.office
    person = {"kind": "natural_person", "name": "示例辛", "code_type": "other_id", "code": "S-2019", "alt_ids": {}}
    with office.database.act() as uow:
        subject = records.add_subject(uow.connection, person)
        made = add_record(uow.connection, subject, staffed.organisations[MARKET], "示市监罚决〔2019〕7号")
        ripe = {"conduct_ended_on": date(2019, 6, 1), "state": "ended", "asks": "destroy"}
        publicity.change(uow.connection, made, publicity.load(uow.connection, made).version, ripe)
        uow.commit()
    draw_up(office, staffed.actor("reviewer"), staffed.authority)


def _received(staffed: Staffed) -> None:
    """A court's decision on a list has come in and is registered."""
    office = staffed.office
    paper = office.files.receive(BytesIO(files.pdf()), "失信决定书.pdf")
    on = office_date(office.clock()) - timedelta(days=20)
    decided = Decided(organ="示例市示例区人民法院", number="（2026）示0184执100号", decided_on=on, paper=paper)
    command = RegisterListing(
        organ_id=staffed.authority,
        code="91410184MA9DEM005D",
        list_key="court_dishonest",
        kind="judgment",
        reason="有履行能力而拒不履行生效法律文书确定的义务。",
        until_on=None,
        decided=decided,
        key="received-of-the-screens",
    )
    register_listing(office, staffed.actor("reviewer"), command)


def _reset(staffed: Staffed) -> str:
    """Somebody has asked for a new password; return the address of the link."""
    office = staffed.office
    link = str(with_link(office, {"nonce": "screens"})["link"]).removeprefix(office.base_url)
    with office.database.act() as uow:
        digest = digest_of(link.rpartition("/")[2])
        reset.add(uow.connection, digest, staffed.accounts["applicant3"], office.real_clock() + GOOD_FOR)
        uow.commit()
    return link


def _repairs(staffed: Staffed) -> list[tuple[str, str]]:
    """Return the receipt of a repair that an applicant has asked for online, if there is one."""
    with staffed.office.database.read() as connection:
        stored = (cases.load(connection, case_id) for case_id in count(1))
        views = (each.view for each in takewhile(lambda each: each is not None, stored) if each is not None)
        online = (view.id for view in views if view.process == "repair" and view.applicant_id is not None)
        return [("repairs.receipt", f"/repairs/{case}/receipt") for case in islice(online, 1)]


def _of_the_centre(staffed: Staffed, chosen: Sequence[int]) -> list[int]:
    """Return the cases among these that the centre handles: its supervisor urges no department's."""
    with staffed.office.database.read() as connection:
        stored = [cases.load(connection, each) for each in chosen]
    return [each.view.id for each in stored if each is not None and each.view.authority_id == staffed.authority]


def _job(staffed: Staffed, chosen: Sequence[int]) -> int:
    """The supervisor urges several cases at once; return the id of the job."""
    office = staffed.office
    by = office_date(office.clock()) + timedelta(days=3)
    command = SuperviseCases(case_ids=chosen, note="请抓紧办理，按期办结。", promised_on=by, key="job-of-the-screens")
    return supervise_cases(office, staffed.actor("supervisor"), command)


def _export(staffed: Staffed, case: int) -> int:
    """An applicant has the dossier of a case's subject exported; return the id of the job."""
    with staffed.office.database.read() as connection:
        stored = cases.load(connection, case)
    assert stored is not None
    subject = stored.view.subject_id
    data, back = {"subject_id": subject}, f"/dossiers/{subject}"
    return start_job(staffed.office, staffed.actor("applicant"), KIND, data, key="export-of-the-screens", back=back)
