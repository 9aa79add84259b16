"""A paper as it comes from the scanner: one empty page, for acts that cannot be done without a file."""

import io

from workflows.intake.filestore import StoredFile
from workflows.operations.office import Office

_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Size 4/Root 1 0 R>>\n%%EOF\n"
)


def scanned(office: Office, name: str) -> StoredFile:
    """Take an empty page in under a name ending in ``.pdf``, as if it had been uploaded."""
    return office.files.receive(io.BytesIO(_PAGE), name)
