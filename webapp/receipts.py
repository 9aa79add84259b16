"""The receipt that an applicant takes along: number, query code, promised date, on one page to print."""

from typing import Any

import segno
from flask import render_template, url_for

from webapp.context import current_actor, current_office
from workflows.domain.errors import Hidden
from workflows.operations.case_page import Side
from workflows.operations.read_case import read_case


def receipt_page(template: str, case_id: int, **more: Any) -> str:
    """Return the receipt of a case, whose QR code leads to its progress.

    Raises:
        NotFound: there is no such case.
        Hidden: it is not the reader's own.
    """
    page = read_case(current_office(), current_actor(), case_id)
    if page.side is not Side.APPLICANT:
        raise Hidden()
    address = f"{current_office().base_url}{url_for('progress.lookup', number=page.view.number)}"
    code = segno.make(address, error="m").svg_data_uri(scale=4, dark="#1d2733")
    return render_template(template, page=page, qr=code, address=address, **more)
