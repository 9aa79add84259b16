"""Internal interview of officials (行政约谈部门负责人, S3-16): bpmn/official_interview.bpmn; no 失信约谈."""

from workflows.processes.official_interview.process import PROCESS

__all__ = ["PROCESS"]
