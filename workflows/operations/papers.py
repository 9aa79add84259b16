"""Letters within an act: drafted, struck out, signed.

Signing fixes number and hash in one transaction. The number is read before, the letter rendered and stored under its
hash, and the number taken under compare-and-set with everything else: no number is given twice or skipped.
"""

from hashlib import sha256

from workflows.domain.access import Role
from workflows.domain.time import office_date
from workflows.operations.act import Act
from workflows.operations.dossiers import dossier_of, numbered, organ_of
from workflows.store import letters


def draft(act: Act, code: str) -> None:
    """Draft a letter; an unsigned draft of the same code is replaced."""
    strike(act, code)
    kind = act.process.letters[code]
    organ = act.case.provider_id if kind.signer is Role.PROVIDER and act.case.provider_id else act.case.authority_id
    act.new_letters.append(
        {
            "case_id": act.case.id,
            "code": code,
            "state": "draft",
            "organ_id": organ,
            "number": None,
            "sha256": None,
            "drafted_by": act.actor.user_id,
            "drafted_at": act.now,
            "signed_by": None,
            "signed_at": None,
        }
    )
    act.record("letter_drafted", code=code)


def strike(act: Act, code: str) -> None:
    """Strike out the unsigned draft of a code, if there is one."""
    act.new_letters = [row for row in act.new_letters if row["code"] != code or row["state"] != "draft"]
    if act.case.version == 0:
        return
    with act.office.database.read() as connection:
        rows = letters.of_case(connection, act.case.id)
    for row in rows:
        if row.code == code and row.state == "draft":
            act.letter_changes[row.id] = {"state": "void", "void_reason": "退回或重拟"}
            act.record("letter_void", code=code, reason="退回或重拟")


def sign(act: Act, code: str) -> None:
    """Sign a drafted letter: take its number, render it, fix its hash.

    Papers without a signature act (receipts, approval sheets, forms) are issued without a number (architecture §10).

    Raises:
        LookupError: no draft of this code exists.
    """
    kind = act.process.letters[code]
    dossier = dossier_of(act)
    drafts = [row for row in act.new_letters if row["code"] == code and row["state"] == "draft"]
    stored = None
    if drafts:
        organ_id = drafts[-1]["organ_id"]
    else:
        with act.office.database.read() as connection:
            stored = next(
                (r for r in letters.of_case(connection, act.case.id) if r.code == code and r.state == "draft"), None
            )
        if stored is None:
            raise LookupError(f"case {act.case.number} has no draft of {code}")
        organ_id = stored.organ_id
    number = _take_number(act, organ_id, kind.word) if kind.word else ""
    context = act.process.letter_context(code, numbered(dossier, number, act.today))
    data = act.office.render(kind.template, context)
    name = f"{kind.title}{number}.docx"
    kept = act.office.files.put_bytes(data, name)
    digest = sha256(data).hexdigest()
    values = {
        "state": "signed" if kind.signer else "issued",
        "number": number or None,
        "sha256": digest,
        "signed_by": act.actor.user_id,
        "signed_at": act.now,
    }
    if stored is None:
        drafts[-1].update(values)
    else:
        act.letter_changes[stored.id] = values
    act.new_files.append(
        {
            "case_id": act.case.id,
            "task_id": None,
            "sha256": kept.sha256,
            "name": name,
            "type": "docx",
            "size": len(data),
            "purpose": "letter",
            "uploaded_by": act.actor.user_id,
            "uploaded_at": act.now,
            "quarantined": False,
        }
    )
    act.record("letter_signed" if kind.signer else "letter_issued", code=code, number=number, sha256=digest)


def _take_number(act: Act, organ_id: int, word: str) -> str:
    year = office_date(act.now).year
    with act.office.database.read() as connection:
        serial = letters.last_number(connection, organ_id, word, year) + 1
        organ = organ_of(connection, organ_id)
    # Two letters of one register may be signed in one act.
    serial += sum(1 for taken in act.numbers if taken[:3] == (organ_id, word, year))
    act.numbers.append((organ_id, word, year, serial))
    return f"{organ.letter_word}{word}〔{year}〕{serial}号"
