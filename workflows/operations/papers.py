"""Letters within an act: drafted, struck out, signed.

Signing fixes number and hash in one transaction. The number is read before, the letter rendered and stored under its
hash, and the number taken under compare-and-set with everything else: no number is given twice or skipped.
"""

from typing import Any

from workflows.domain.access import Role
from workflows.domain.dossier import Dossier
from workflows.domain.letter_code import is_of
from workflows.domain.process_type import LetterType
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.dossiers import dossier_of, numbered
from workflows.operations.verify_letter import address_of

#: Why an unsigned draft is void: the matter went back, or a newer draft took its place.
REDRAFTED = N_("退回或重拟")


def draft(act: Act, code: str, *, signed_at_once: bool = False) -> None:
    """Draft a letter; an unsigned draft of the same code is replaced.

    Args:
        signed_at_once: the same act signs or issues it, and that event tells the draft too.
    """
    strike(act, code)
    kind = act.process.letter(code)
    of_provider = (kind.of_provider or kind.signer is Role.PROVIDER) and act.case.provider_id is not None
    act.new_letters.append(
        {
            "case_id": act.case.id,
            "code": code,
            "state": "draft",
            "organ_id": act.case.provider_id if of_provider else act.case.authority_id,
            "number": None,
            "sha256": None,
            "drafted_by": act.actor.user_id,
            "drafted_at": act.now,
            "signed_by": None,
            "signed_at": None,
        }
    )
    if not signed_at_once:
        act.record("letter_drafted", code=code)


def strike(act: Act, code: str) -> None:
    """Strike out the unsigned draft of a code, if there is one; of a kind of several letters, each."""
    act.new_letters = [row for row in act.new_letters if not is_of(row["code"], code) or row["state"] != "draft"]
    for row in act.letters:
        if is_of(row.code, code) and row.state == "draft" and row.id not in act.letter_changes:
            act.letter_changes[row.id] = {"state": "void", "void_reason": REDRAFTED}
            act.record("letter_void", code=row.code, reason=REDRAFTED)


def sign(act: Act, code: str) -> None:
    """Sign a drafted letter: take its number, render it, fix its hash.

    Papers without a signature act (receipts, approval sheets, forms) are issued without a number (architecture §10).

    Raises:
        LookupError: no draft of this code exists.
    """
    kind = act.process.letter(code)
    new = next((row for row in act.new_letters if row["code"] == code and row["state"] == "draft"), None)
    stored = None if new else next((row for row in act.letters if row.code == code and row.state == "draft"), None)
    if new is None and stored is None:
        raise LookupError(f"case {act.case.number} has no draft of {code}")
    organ_id: int = new["organ_id"] if new else stored.organ_id  # type: ignore[union-attr]
    dossier = dossier_of(act)
    number = _take_number(act, dossier, organ_id, kind.word) if kind.word else ""
    # An internal matter has no public page.
    public = bool(number) and not act.process.internal
    verify = address_of(act.office, act.case.number, code, number) if public else ""
    digest = _keep(act, kind, code, numbered(dossier, number, verify))
    values = {
        "state": "signed" if kind.signer else "issued",
        "number": number or None,
        "sha256": digest,
        "signed_by": act.actor.user_id,
        "signed_at": act.now,
    }
    if new is not None:
        new.update(values)
    elif stored is not None:
        act.letter_changes[stored.id] = values
    act.record("letter_signed" if kind.signer else "letter_issued", code=code, number=number, sha256=digest)


def newest_number(act: Act, code: str) -> str:
    """Return the number of the newest signed letter of a code, this act's included; empty where there is none."""
    rows = [{"code": row.code, "number": row.number, **act.letter_changes.get(row.id, {})} for row in act.letters]
    numbers = [row["number"] for row in (*rows, *act.new_letters) if row["code"] == code and row["number"]]
    return str(numbers[-1]) if numbers else ""


def preview(act: Act, code: str) -> bytes:
    """Render a letter as it would look if it were signed now, without a number. Nothing is kept."""
    kind = act.process.letter(code)
    return act.office.render(kind.template, act.process.letter_context(code, dossier_of(act)))


def _keep(act: Act, kind: LetterType, code: str, dossier: Dossier) -> str:
    """Render the letter and keep its bytes under their hash; the letter's row is what makes them the case's."""
    data = act.office.render(kind.template, act.process.letter_context(code, dossier))
    return act.office.files.put_bytes(data, f"{kind.title}{dossier.number}.docx").sha256


def _take_number(act: Act, dossier: Dossier, organ_id: int, word: str) -> str:
    year = office_date(act.now).year
    # Two letters of one register may be signed in one act.
    serial = act.registers[organ_id, word] = act.registers.get((organ_id, word), 0) + 1
    act.numbers.append((organ_id, word, year, serial))
    return f"{dossier.organs[organ_id].letter_word}{word}〔{year}〕{serial}号"


def void(act: Act, row: Any, reason: str) -> None:
    """Void a letter with its reason; its number stays in the register and is not given again."""
    act.letter_changes[row.id] = {"state": "void", "void_reason": reason}
    act.record("letter_void", code=row.code, number=row.number or "", reason=reason)
