"""Objection handling (异议处理): S1 六(三) and the packs that bind the authority."""

from workflows.processes.objection.process import PROCESS

__all__ = ["PROCESS"]
