"""Puts the real parts together, once per process. The only place that reads the machine's clock."""

from datetime import UTC, datetime

from notifications.render import LetterRenderer
from webapp.settings import ROOT, Settings
from workflows.intake.filestore import FileStore
from workflows.intake.scanners import ClamdScanner, EicarScanner, Scanner
from workflows.operations.office import Office
from workflows.operations.shelves import CalendarShelf, DiagramShelf, TrainingClock, WebhookShelf
from workflows.policies import library as policies
from workflows.policies.answers import check_rules
from workflows.processes import discover, rules_by_process
from workflows.store.database import Database


def real_clock() -> datetime:
    """Return the machine's instant in UTC."""
    return datetime.now(UTC)


def build_office(settings: Settings) -> Office:
    """Return an office with real parts.

    Args:
        settings: where the database, the files and the keys are.
    """
    database = Database(settings.database_url)
    clock = TrainingClock(database, real_clock) if settings.training else real_clock
    processes = discover()
    check_rules(policies.packs(), rules_by_process())
    shelf = DiagramShelf(database, ROOT / "bpmn", processes, clock)
    return Office(
        database=database,
        clock=clock,
        real_clock=real_clock,
        calendar=CalendarShelf(database),
        packs=policies.packs(),
        processes=processes,
        newest_diagram=shelf.newest,
        diagram=shelf.by_hash,
        render=LetterRenderer(ROOT / "docs_templates").render,
        files=FileStore(settings.data / "files", scanner=_scanner(settings)),
        audit_key=settings.audit_key,
        base_url=settings.base_url,
        training=settings.training,
        sms=bool(settings.sms_url),
        webhooks=WebhookShelf(database),
    )


def _scanner(settings: Settings) -> Scanner:
    if settings.scanner == "eicar":
        return EicarScanner()
    return ClamdScanner(settings.scanner)
