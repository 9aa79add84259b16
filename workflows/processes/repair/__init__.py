"""Credit repair (信用修复): the one folder of this process type."""

from workflows.processes.repair.process import PROCESS

__all__ = ["PROCESS"]
