"""Files that were uploaded by themselves and wait for the act they belong to, as signed references.

A reference is good for the person who uploaded the file; it names the file by its hash and cannot be made elsewhere.
"""

from collections.abc import Sequence
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from webapp.context import current_actor, current_office, current_settings
from webapp.files.evidence import EvidenceGone
from webapp.forms import FILE_LIMIT, TooManyFiles
from workflows.domain.errors import FieldErrors, NotFound
from workflows.domain.words import N_
from workflows.intake.filestore import InQuarantine, StoredFile
from workflows.intake.filetypes import FileType


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_settings().secret_key, salt=f"api file {current_actor().user_id}")


def reference(file: StoredFile) -> str:
    """Return what stands for a received file in a later request."""
    return str(_signer().dumps([file.sha256, file.display_name, file.size, str(file.type)]))


def referenced(references: Sequence[str]) -> list[StoredFile]:
    """Return the files of references, each once.

    Raises:
        TooManyFiles: more than one act takes.
        FieldErrors: a reference was changed, or is another person's.
        EvidenceGone: the file was not handed in for so long that it was removed.
    """
    unique = dict.fromkeys(references)
    if len(unique) > FILE_LIMIT:
        raise TooManyFiles(limit=FILE_LIMIT)
    return [_file(each) for each in unique]


def _file(text: str) -> StoredFile:
    try:
        sha256, name, size, kind = _signer().loads(text)
    except (BadSignature, ValueError) as error:
        raise FieldErrors({"files": [N_("文件引用无效，请重新上传文件。")]}) from error
    store, quarantined = current_office().files, False
    try:
        path = store.path(sha256)
    except InQuarantine:
        path, quarantined = Path(), True
    except NotFound as error:
        raise EvidenceGone(name=name) from error
    return StoredFile(
        sha256=sha256, size=size, type=FileType(kind), display_name=name, path=path, quarantined=quarantined
    )
