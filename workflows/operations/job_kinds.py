"""Kinds of job: their names, and what is done for an item or for the whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.words import N_
from workflows.operations.export_dossier import export_as_job
from workflows.operations.import_calendar import recompute_case
from workflows.operations.office import Office
from workflows.operations.reassign_tasks import reassign_task
from workflows.operations.supervise_cases import supervise_case
from workflows.operations.verify_audit import verify_as_job

#: Office, who started it, the command, the item, the idempotency key of the act.
ItemAct = Callable[[Office, Actor, Mapping[str, Any], int, str], None]
#: Whom to tell of progress (done, total).
Tell = Callable[[int, int], None]
#: Office, who started it, the command, the audit anchor, and whom to tell; returns what was found, and the total.
WholeAct = Callable[[Office, Actor, Mapping[str, Any], Path, Tell], tuple[Mapping[str, Any], int]]


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """One kind; either its items are carried out one by one, or the whole at once."""

    name: str
    item: ItemAct | None = None
    whole: WholeAct | None = None
    #: Whether its person may stop it half way.
    stoppable: bool = True


def _verify(
    office: Office, _starter: Actor, _data: Mapping[str, Any], anchor: Path, tell: Tell
) -> tuple[Mapping[str, Any], int]:
    return verify_as_job(office, anchor, tell)


def _export(
    office: Office, starter: Actor, data: Mapping[str, Any], _anchor: Path, tell: Tell
) -> tuple[Mapping[str, Any], int]:
    return export_as_job(office, starter, data, tell)


KINDS: Mapping[str, JobKind] = {
    "supervise": JobKind(name=N_("督办"), item=supervise_case),
    "reassign": JobKind(name=N_("改派"), item=reassign_task),
    # Half of the deadlines on the new calendar and half on the old would be nobody's law.
    "calendar": JobKind(name=N_("期限重新计算"), item=recompute_case, stoppable=False),
    "verify_audit": JobKind(name=N_("审计核验"), whole=_verify),
    "dossier": JobKind(name=N_("一户一档导出"), whole=_export),
}
