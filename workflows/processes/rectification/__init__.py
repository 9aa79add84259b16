"""Rectification and interviews (限期整改与约谈): bpmn/rectification.bpmn (S0-07, S0-08; 山东条例 Art. 41)."""

from workflows.processes.rectification.process import PROCESS

__all__ = ["PROCESS"]
