"""Acts that are sent as multipart/form-data: the same names as in JSON, and the files themselves beside them.

``data`` and lists are parts with JSON in them, numbers and texts are plain parts, and every file is a part named
``files``.
"""

import json
from collections.abc import Sequence
from typing import Any

import marshmallow as ma
from flask import Request, request
from werkzeug.datastructures import FileStorage

from webapp.api.references import referenced
from webapp.context import current_office
from webapp.forms import FILE_LIMIT, TooManyFiles
from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_
from workflows.intake.filestore import StoredFile
from workflows.intake.filetypes import MAX_BYTES, recognise

MULTIPART = "multipart/form-data"
#: Name of the parts that are files.
FILES = "files"
_WRONG = N_("内容不符合接口说明，请核对类型和取值。")
_UNKNOWN = N_("没有这一栏，请核对名称。")


def read_parts(sent: Request, schema: ma.Schema) -> dict[str, Any]:
    """Return what the parts besides the files say, as the JSON of the same act would.

    Raises:
        FieldErrors: a part comes twice, is no JSON where JSON belongs, or is a file under another name than ``files``.
    """
    told: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {name: [_UNKNOWN] for name in sent.files if name != FILES}
    for name, values in sent.form.lists():
        field = schema.fields.get(name)
        if name == FILES:
            told[name] = values
        elif len(values) > 1:
            wrong[name] = [_WRONG]
        elif isinstance(field, ma.fields.Dict | ma.fields.Integer | ma.fields.List):
            try:
                told[name] = json.loads(values[0])
            except (ValueError, RecursionError):
                wrong[name] = [_WRONG]
        else:
            told[name] = values[0]
    if wrong:
        raise FieldErrors(wrong)
    return told


def handed_in(references: Sequence[str]) -> list[StoredFile]:
    """Return the files of the present act, each once: those that references stand for and those that came with it.

    All are looked at before the first is kept, so that a file that is refused keeps the others out too.

    Raises:
        TooManyFiles: more than one act takes.
        FileRefused, FileTooLarge: a file is not taken, as on the pages.
        FieldErrors, EvidenceGone: a reference is not good, see ``referenced``.
    """
    uploads: list[FileStorage] = request.files.getlist(FILES)
    if len(set(references)) + len(uploads) > FILE_LIMIT:
        raise TooManyFiles(limit=FILE_LIMIT)
    named = referenced(references)
    for upload in uploads:
        recognise(upload.stream.read(MAX_BYTES + 1), upload.filename or "")
        upload.stream.seek(0)
    store = current_office().files
    found = [*named, *(store.receive(upload.stream, upload.filename or "") for upload in uploads)]
    return list({file.sha256: file for file in found}.values())
