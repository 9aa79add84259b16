"""Reads what the platform says, believing nothing: each part that is not what it should be is told, not passed on."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.operations.exchange_port import HOLDINGS, Holding, Receipts
from workflows.operations.receive_receipt import Receipt

#: Receipts read of one answer or file, and longest words of each part.
MOST, LONGEST = 500, 300
_LONGEST_KEY, _LONGEST_CURSOR = 80, 80


class NotUnderstood(Exception):
    """The answer as a whole cannot be used; its words say why."""


def answers(said: Mapping[str, Any], keys: Sequence[str]) -> dict[str, str]:
    """Return of each key that was sent and is answered why it is refused, empty where it was accepted.

    Raises:
        NotUnderstood: there is no list of accepted keys.
    """
    accepted, refused = said.get("accepted"), said.get("refused", {})
    if not isinstance(accepted, list) or not isinstance(refused, dict):
        raise NotUnderstood("应答中没有受理清单")
    found = {key: "" for key in keys if key in accepted}
    return found | {key: _text(refused[key]) or "未说明原因" for key in keys if key in refused}


def receipts(said: Mapping[str, Any], where: str = "") -> Receipts:
    """Return the receipts of an answer or a file.

    Args:
        where: name of the file.

    Raises:
        NotUnderstood: there is no list of receipts, too many of them, or no cursor.
    """
    listed, cursor = said.get("receipts"), said.get("cursor", "")
    if not isinstance(listed, list) or len(listed) > MOST:
        raise NotUnderstood(f"应答中没有回执清单，或者超过 {MOST} 条")
    if not isinstance(cursor, str) or len(cursor) > _LONGEST_CURSOR:
        raise NotUnderstood("应答中的游标不正确")
    found, broken = [], []
    for position, each in enumerate(listed):
        receipt = _receipt(each)
        if receipt is None:
            broken.append((f"{where or cursor}#{position}", f"格式不正确的回执：{_text(each)}"))
        else:
            found.append(receipt)
    return Receipts(found=found, cursor=cursor, more=said.get("more") is True, broken=broken)


def holdings(said: Mapping[str, Any]) -> list[Holding]:
    """Return what the platform shows.

    Raises:
        NotUnderstood: a part of it is not what it should be; half an inventory would tell of differences that are none.
    """
    listed = said.get("holdings")
    if not isinstance(listed, list):
        raise NotUnderstood("应答中没有公示清单")
    found = []
    for each in listed:
        told: Mapping[str, Any] = each if isinstance(each, dict) else {}
        what, code, number = told.get("what"), told.get("code"), told.get("number")
        if what not in HOLDINGS or not isinstance(code, str) or not isinstance(number, str):
            raise NotUnderstood("公示清单中有格式不正确的条目")
        found.append(Holding(what=what, code=code, number=number))
    return found


def _receipt(each: Any) -> Receipt | None:
    if not isinstance(each, dict):
        return None
    key, number, note = each.get("key"), each.get("number"), each.get("note", "")
    if not isinstance(key, str) or not isinstance(number, str) or not isinstance(note, str):
        return None
    if not 0 < len(key) <= _LONGEST_KEY or not 0 < len(number) <= _LONGEST_KEY:
        return None
    if each.get("state") not in ("done", "refused") or any(not part.isprintable() for part in (key, number)):
        return None
    return Receipt(key=key, number=number, note=_text(note), refused=each["state"] == "refused")


def _text(value: Any) -> str:
    """Return words for a person, without control characters and not too many."""
    words = value if isinstance(value, str) else repr(value)[: 4 * LONGEST]
    return "".join(each if each.isprintable() else " " for each in words[:LONGEST])
