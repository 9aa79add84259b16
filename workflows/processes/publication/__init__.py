"""Publication of administrative acts (行政行为信息公示，双公示): bpmn/publication.bpmn (S3 二(三), S0 三(四)2)."""

from workflows.processes.publication.process import PROCESS

__all__ = ["PROCESS"]
