"""What may be decided in credit repair, and what follows. Pure: raises or returns a Decision."""

from workflows.processes.repair.rules.decision import answers
from workflows.processes.repair.rules.opening import SeveralRecognisers, remember
from workflows.processes.repair.rules.withdrawal import DecisionAlreadySigned, may_withdraw

__all__ = ["DecisionAlreadySigned", "SeveralRecognisers", "answers", "may_withdraw", "remember"]
