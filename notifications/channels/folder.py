"""Writes mail into a folder instead of sending it: for demonstrations, where no mail server is set up."""

import hashlib
import os
from pathlib import Path

from notifications.channels import Message, MessageRefused, Outcome, Result, compose


class FolderChannel:
    """One ``.eml`` file a message; any mail program opens it. A repeated try writes the same file."""

    def __init__(self, folder: Path, sender: str) -> None:
        """Use ``folder``, made if missing."""
        self._folder, self._sender = folder, sender
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def send(self, message: Message) -> Result:
        """Write the message, whole or not at all."""
        try:
            content = compose(message, self._sender)
        except MessageRefused as refusal:
            return Result(outcome=Outcome.REFUSED, reason=str(refusal))
        name = hashlib.sha256(message.message_id.encode()).hexdigest()[:24]
        target = self._folder / f"{message.written_at:%Y%m%d-%H%M%S}-{name}.eml"
        try:
            part = target.with_suffix(f".{os.getpid()}")
            part.write_bytes(content)
            part.replace(target)
        except OSError as error:
            return Result(outcome=Outcome.LATER, reason=f"{error.strerror}")
        return Result(outcome=Outcome.SENT)
