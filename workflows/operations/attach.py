"""Hangs files on a case within an act. Their bytes are on disk before; a row makes them the case's."""

from collections.abc import Sequence

from workflows.intake.filestore import StoredFile
from workflows.operations.act import Act


def attach(act: Act, files: Sequence[StoredFile], *, purpose: str, task_id: int | None) -> None:
    """Add rows for files that were received and checked.

    Args:
        purpose: evidence, opinion or seal.
        task_id: the task with which they were handed in; None for the filing.
    """
    for file in files:
        act.new_files.append(
            {
                "case_id": act.case.id,
                "task_id": task_id,
                "sha256": file.sha256,
                "name": file.display_name,
                "type": str(file.type),
                "size": file.size,
                "purpose": purpose,
                "uploaded_by": act.actor.user_id,
                "uploaded_at": act.now,
                "quarantined": file.quarantined,
            }
        )
