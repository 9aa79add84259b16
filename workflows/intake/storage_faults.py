"""What is said when the folder of files fails: no room, no right to write, or a file that is gone."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from workflows.domain.errors import NotFound, OfficeError
from workflows.domain.words import N_


class StorageFull(OfficeError):
    """No room is left for files; nothing was kept."""

    message = N_("存储空间已满，文件没有保存，办件没有变化。请联系管理员清理空间后再试。")
    status = 507
    retry = True


class StorageUnavailable(OfficeError):
    """The folder of files cannot be written or read; nothing was kept."""

    message = N_("文件存储暂时不可用，文件没有保存，办件没有变化。请稍后再试，或者联系管理员。")
    status = 503
    retry = True


class FileMissing(NotFound):
    """A row names a file that is not in the folder any more: a fault of the office, not of the reader."""

    message = N_("文件在存储中找不到，请联系管理员从备份恢复。")
    status = 500


@contextmanager
def refuse_when_unwritable() -> Iterator[None]:
    """Turn a full disk into StorageFull, and any other fault of the folder into StorageUnavailable.

    An upload that broke off is no fault of the folder and passes.
    """
    try:
        yield
    except ConnectionError:
        raise
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (StorageFull if full else StorageUnavailable) from error
