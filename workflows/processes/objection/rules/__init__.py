"""What may be decided in objection handling, and what follows. Pure: raises or returns a Decision."""

from workflows.processes.objection.rules.intake import CorrectionOnlyOnce
from workflows.processes.objection.rules.supplement import may_ask_provider
from workflows.processes.objection.rules.withdrawal import ReplyAlreadySigned, may_withdraw

__all__ = ["CorrectionOnlyOnce", "ReplyAlreadySigned", "may_ask_provider", "may_withdraw"]
