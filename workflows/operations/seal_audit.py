"""Seals the log: every minute the heads of all chains that grew go under one MAC, and its number out of the database.

The chain of each case is written with the act; one chain over all would make the acts queue. What is not yet sealed
(a minute at most) is covered by its own chain and head alone.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from workflows.domain.chain import GENESIS, seal
from workflows.domain.errors import OfficeError, StaleVersion
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import audit

#: Chains under one seal.
BATCH = 500


class AnchorMismatch(OfficeError):
    """The database is older than the anchor or was rewritten: nothing is sealed over that; params: ``seq``."""

    message = N_(
        "审计日志与库外锚点不一致（封存 %(seq)s 缺失或被改动）。"
        "请先运行 flask audit verify；如系恢复备份，请声明缺口后继续。"
    )
    status = 500


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What is kept outside the database: number and MAC of the newest seal."""

    seq: int
    mac: str


def read_anchor(path: Path) -> Anchor | None:
    """Return the anchor, or None where none was written yet.

    Raises:
        ValueError: the file is damaged.
    """
    try:
        content = orjson.loads(path.read_bytes())
        return Anchor(seq=int(content["seq"]), mac=str(content["mac"]))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError("the anchor file is damaged") from error


def write_anchor(path: Path, anchor: Anchor) -> None:
    """Replace the anchor, whole or not at all."""
    part = path.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(orjson.dumps({"seq": anchor.seq, "mac": anchor.mac}))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def seal_audit(office: Office, anchor: Path) -> int:
    """Seal every chain that grew; return how many seals were written.

    Args:
        anchor: the file outside the database.

    Raises:
        AnchorMismatch: the database does not hold what the anchor says was sealed.
    """
    _require_anchored(office, anchor)
    written = 0
    while _seal_once(office):
        written += 1
    with office.database.read() as connection:
        last = audit.last_seal(connection)
    if last is not None:
        write_anchor(anchor, Anchor(seq=last[0], mac=last[1]))
    return written


def declare_gap(office: Office, anchor: Path, actor_id: int, reason: str) -> None:
    """Take up the present end of the log after a restored backup: the gap is told in the log itself.

    Args:
        reason: why the log is shorter than the anchor says; kept in the event.
    """
    try:
        before = read_anchor(anchor)
    except ValueError:
        before = None
    with office.database.act() as uow:
        note_within(
            office,
            uow,
            actor_id,
            "incident",
            what="audit_gap",
            reason=reason,
            anchor=None if before is None else [before.seq, before.mac],
        )
        uow.commit()
    anchor.unlink(missing_ok=True)
    seal_audit(office, anchor)


def _require_anchored(office: Office, path: Path) -> None:
    try:
        anchor = read_anchor(path)
    except ValueError as error:
        raise AnchorMismatch(seq="?") from error
    if anchor is None:
        return
    with office.database.read() as connection:
        if audit.seal_mac(connection, anchor.seq) != anchor.mac:
            raise AnchorMismatch(seq=anchor.seq)


def _seal_once(office: Office) -> bool:
    with office.database.read() as connection:
        grown = audit.unsealed(connection, BATCH)
        last = audit.last_seal(connection)
    if not grown:
        return False
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    heads = [[head.case_id, head.count, head.mac] for head in grown]
    at = office.real_clock()
    mac = seal(office.audit_key, previous, seq=seq, at=at, heads=orjson.dumps(heads))
    try:
        with office.database.act() as uow:
            audit.add_seal(uow.connection, seq, at, heads, mac, grown)
            uow.commit()
    except StaleVersion:
        # Another worker has just sealed; what grew since is sealed in the next round.
        return False
    return True
