"""Listing (名单列入): from the proposal over notice, defence and decision to the years on the list."""

from workflows.processes.blacklist_entry.process import PROCESS

__all__ = ["PROCESS"]
