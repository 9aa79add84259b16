"""The audit chain: every event carries a keyed MAC over all its columns and the MAC before it.

HMAC-SHA-256 cut to 128 bits (NIST SP 800-107 §5.3.3); the key lives outside the database, so that write access
to the tables is not enough to rewrite history.
"""

import hmac
from datetime import UTC, datetime

#: The head of a chain that has no event yet.
GENESIS = "0" * 32


def link(
    key: bytes, previous: str, *, case_id: int, seq: int, at: datetime, actor_id: int, kind: str, data: bytes
) -> str:
    """Return the MAC of one event.

    Args:
        key: the audit key.
        previous: MAC of the event before it in the same chain, or GENESIS.
        at: UTC instant of the event.
        data: the event's data exactly as the database holds it.
    """
    head = f"{previous}|{case_id}|{seq}|{at.astimezone(UTC).isoformat(timespec='microseconds')}|{actor_id}|{kind}|"
    return hmac.digest(key, head.encode() + data, "sha256")[:16].hex()


def answers_mac(key: bytes, *, case_id: int, task_id: int, data: bytes) -> str:
    """Return the MAC of a completed form's answers, by which the event of its completion covers them.

    Args:
        task_id: the task; 0 for what the applicant wrote when the case was opened.
        data: the answers exactly as the database holds them.
    """
    return hmac.digest(key, f"answers|{case_id}|{task_id}|".encode() + data, "sha256")[:16].hex()


def seal(key: bytes, previous: str, *, seq: int, at: datetime, heads: bytes) -> str:
    """Return the MAC of one seal over the heads of the chains that grew (``heads`` as the database holds it)."""
    head = f"seal|{previous}|{seq}|{at.astimezone(UTC).isoformat(timespec='microseconds')}|"
    return hmac.digest(key, head.encode() + heads, "sha256")[:16].hex()
