"""Revocation of a repair (撤销信用修复): the one folder of this process type."""

from workflows.processes.repair_revocation.process import PROCESS

__all__ = ["PROCESS"]
