"""The public check of a letter: its QR code leads to number, date, organ, title, hash and state, and to nobody's data.

The token is made of the case number and a MAC over case, code and number of the letter under the audit key: it is known
before the letter is stored, nothing of it is kept, and nobody can guess that of another letter.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import date

from workflows.domain.errors import NotFound
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.office import Office
from workflows.store import cases, letters, people

#: Bytes of the MAC: 80 bits, 16 signs of base32.
_LENGTH = 10
#: The longest token that is looked at.
_LONGEST = 60


class NoSuchLetter(NotFound):
    """The token belongs to no signed letter."""

    message = N_("没有查到这份文书。请重新扫描二维码，或者向文书上载明的机关核实。")


@dataclass(frozen=True, kw_only=True)
class PublicLetter:
    """What everybody may know of a signed letter."""

    token: str
    number: str
    signed_on: date
    organ: str
    title: str
    #: SHA-256 of the file, hexadecimal.
    sha256: str
    #: Whether it was voided after it had been signed.
    void: bool


def token_of(office: Office, case_number: str, code: str, number: str) -> str:
    """Return the token of the letter that carries ``number`` in a case."""
    said = f"letter|{case_number}|{code}|{number}".encode()
    mac = hmac.digest(office.audit_key, said, "sha256")[:_LENGTH]
    return f"{case_number}-{base64.b32encode(mac).decode()}"


def address_of(office: Office, case_number: str, code: str, number: str) -> str:
    """Return the address that the letter's QR code holds."""
    return f"{office.base_url}/verify/{token_of(office, case_number, code, number)}"


def verify_letter(office: Office, token: str) -> PublicLetter:
    """Return what everybody may know of the letter that a token names.

    Raises:
        NoSuchLetter: there is none; also for a draft, and for a letter of an internal matter.
    """
    token = token.strip().upper()
    case_number, _, mac = token.rpartition("-")
    if not token.isascii() or not mac or len(token) > _LONGEST:
        raise NoSuchLetter()
    with office.database.read() as connection:
        case_id = cases.id_by_number(connection, case_number)
        stored = None if case_id is None else cases.load(connection, case_id)
        if stored is None or office.processes[stored.view.process].internal:
            raise NoSuchLetter()
        found = next(
            (
                row
                for row in letters.of_case(connection, stored.view.id)
                if row.number and row.sha256 and hmac.compare_digest(_token(office, stored.view.number, row), token)
            ),
            None,
        )
        if found is None:
            raise NoSuchLetter()
        organ = people.organisation_by_id(connection, found.organ_id)
    return PublicLetter(
        token=token,
        number=found.number,
        signed_on=office_date(found.signed_at),
        organ=organ.name,
        title=office.processes[stored.view.process].letter(found.code).title,
        sha256=found.sha256,
        void=found.state == "void",
    )


def _token(office: Office, case_number: str, row: object) -> str:
    return token_of(office, case_number, row.code, row.number)  # type: ignore[attr-defined]
