"""Evidence between two pages of one form: received at once, then carried along as signed references.

What was uploaded is never asked for again because another field is wrong. A reference is good for one person and one
form; it names the file by its hash and cannot be made or changed by the browser.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from webapp.context import current_office, current_settings, reader
from webapp.files.shown import SHOWN
from webapp.forms import FILE_LIMIT, FormDamaged, TooManyFiles
from workflows.domain.errors import NotFound, OfficeError
from workflows.domain.words import N_
from workflows.intake.filestore import InQuarantine, StoredFile
from workflows.intake.filetypes import FileType


class EvidenceGone(OfficeError):
    """A file that was uploaded long ago and never handed in has been removed; params: ``name``."""

    message = N_("文件“%(name)s”上传后长时间没有提交，已被清理，请重新上传。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One file that waits for its form."""

    file: StoredFile
    #: Which entry of a list it answers; 0 where there is no list.
    item: int
    #: What the form carries.
    token: str
    #: Name of the form.
    form: str

    @property
    def picture(self) -> bool:
        """Whether a browser can show it as a picture."""
        return self.file.type in (FileType.PNG, FileType.JPG) and not self.file.quarantined

    @property
    def viewable(self) -> bool:
        """Whether a browser can show it at all."""
        return self.file.type in SHOWN and not self.file.quarantined


@dataclass(kw_only=True)
class Evidence:
    """The files of one form, and what was wrong with those that were not taken."""

    kept: list[Kept] = field(default_factory=list)
    problems: list[OfficeError] = field(default_factory=list)

    @property
    def files(self) -> list[StoredFile]:
        """The files to hand in."""
        return [each.file for each in self.kept]

    @property
    def named(self) -> list[list[Any]]:
        """What a draft keeps of the files: SHA-256, name, size, type and entry of each."""
        return [_named(each.file, each.item) for each in self.kept]

    def of_item(self, item: int) -> list[Kept]:
        """Return the files that answer one entry of a list."""
        return [each for each in self.kept if each.item == item]


def gather(request: Request, form: str, items: int = 1) -> Evidence:
    """Take in what was uploaded and what the form carried along; files marked for removal are left out.

    Args:
        request: fields ``evidence-<item>`` hold uploads, ``kept`` references, ``drop`` references to leave out.
        form: name of the form, such as ``record-7``; a reference of another form is refused.
        items: how many upload fields there are.

    Raises:
        FormDamaged: a reference was changed, or belongs to another person or form.
    """
    found = Evidence()
    dropped = set(request.form.getlist("drop"))
    for token in dict.fromkeys(request.form.getlist("kept")):
        if token not in dropped:
            _carry(found, token, form)
    for item, upload in _uploads(request, items):
        if len(found.kept) >= FILE_LIMIT:
            found.problems.append(TooManyFiles(limit=FILE_LIMIT))
            break
        try:
            stored = current_office().files.receive(upload.stream, upload.filename or "")
        except OfficeError as error:
            found.problems.append(error)
            continue
        if not any(each.file.sha256 == stored.sha256 and each.item == item for each in found.kept):
            found.kept.append(Kept(file=stored, item=item, token=_token(stored, item, form), form=form))
    return found


def resumed(files: Sequence[Sequence[Any]], form: str) -> Evidence:
    """Return the files of a draft, ready to be carried along again; those that are gone are among the problems.

    Args:
        files: as ``Evidence.named`` gave them.
    """
    found = Evidence()
    for named in files:
        _carry(found, str(_signer(form).dumps(list(named))), form)
    return found


def waiting(token: str, form: str) -> Kept | None:
    """Return the file that a reference names, to look at before it is handed in; None where it is gone.

    Raises:
        FormDamaged: the reference was changed, or belongs to another person or form.
    """
    found = Evidence()
    _carry(found, token, form)
    return found.kept[0] if found.kept else None


def _uploads(request: Request, items: int) -> Iterator[tuple[int, FileStorage]]:
    for item in range(items):
        for upload in request.files.getlist(f"evidence-{item}"):
            if upload.filename:
                yield item, upload


def _signer(form: str) -> URLSafeSerializer:
    actor = reader()
    # Who registers has no account yet; the name of that form holds a key that only its own browser knows.
    owner = actor.user_id if actor else 0
    return URLSafeSerializer(current_settings().secret_key, salt=f"evidence {owner} {form}")


def _token(file: StoredFile, item: int, form: str) -> str:
    return str(_signer(form).dumps(_named(file, item)))


def _named(file: StoredFile, item: int) -> list[Any]:
    return [file.sha256, file.display_name, file.size, str(file.type), item]


def _carry(found: Evidence, token: str, form: str) -> None:
    try:
        sha256, name, size, kind, item = _signer(form).loads(token)
    except (BadSignature, ValueError) as error:
        raise FormDamaged() from error
    path, quarantined = Path(), False
    try:
        path = current_office().files.path(sha256)
    except InQuarantine:
        quarantined = True
    except NotFound:
        found.problems.append(EvidenceGone(name=name))
        return
    stored = StoredFile(
        sha256=sha256, size=size, type=FileType(kind), display_name=name, path=path, quarantined=quarantined
    )
    found.kept.append(Kept(file=stored, item=item, token=token, form=form))
