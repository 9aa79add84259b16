"""How the office stands: what waits, how far the workers lie behind, what only a person can mend."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from workflows.operations.office import Office
from workflows.operations.pulse import Pulse, pulse
from workflows.store import board, health, outbox, quarantine
from workflows.store.outbox import Backlog

#: A signal that is due and not fired for longer than this means that the worker does not keep up.
LAG_ALLOWED = timedelta(minutes=5)
#: Below this share of free space the page warns.
LITTLE_SPACE = 0.1


@dataclass(frozen=True, kw_only=True)
class Health:
    """The state of the office at one moment."""

    pulse: Pulse
    backlog: Backlog
    #: Since when the oldest due notice waits (office's clock, UTC); None where none does.
    waiting_since: datetime | None
    #: Signals of deadlines that are due and not fired, counted to a thousand, and since when the oldest is due.
    unfired: int
    unfired_since: datetime | None
    #: The oldest of them waits for longer than LAG_ALLOWED.
    behind: bool
    #: Deadlines that no worker could fire.
    incidents: int
    #: Files of open cases that the folder has lost.
    missing_files: int
    #: Number and instant (UTC) of the newest seal of the log.
    seal: tuple[int, datetime] | None
    #: Free and total bytes where the files lie.
    free: int
    total: int

    @property
    def little_space(self) -> bool:
        """Whether the disk is nearly full."""
        return self.free < LITTLE_SPACE * self.total


def health_of(office: Office, folder: Path) -> Health:
    """Read how the office stands.

    Args:
        folder: where the files lie.
    """
    now = office.clock()
    disk = shutil.disk_usage(folder)
    with office.database.read() as connection:
        count, since = health.unfired(connection, now)
        seal = health.last_seal(connection)
        return Health(
            pulse=pulse(office),
            backlog=outbox.backlog(connection, now),
            waiting_since=health.oldest_waiting(connection, now),
            unfired=count,
            unfired_since=since,
            behind=since is not None and now - since > LAG_ALLOWED,
            incidents=len(board.incidents(connection)),
            missing_files=len(quarantine.missing(connection)),
            seal=None if seal is None else (seal.seq, seal.at),
            free=disk.free,
            total=disk.total,
        )
