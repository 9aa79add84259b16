"""Removal from a list (名单移出): by repair, expiry, annulled basis, wrong listing, death or deregistration."""

from workflows.processes.blacklist_exit.process import PROCESS

__all__ = ["PROCESS"]
