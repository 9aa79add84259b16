"""``flask process check``: whether every diagram fits its forms, rule packs, operations, letters and notices."""

from dataclasses import asdict

import click

from webapp.commands.output import json_option, tell
from webapp.settings import ROOT
from workflows.operations.check_processes import Flaw, check_processes
from workflows.policies import library as policies
from workflows.processes import discover

#: What a shell is told when something does not fit.
_FLAWED = 1


@click.group("process", help="业务流程：检查流程图、表单、规则、文书是否齐全一致")
def command() -> None:
    """Hold the commands of process types."""


@command.command("check", help="检查所有业务流程；有问题时退出码为 1")
@json_option
def check(as_json: bool) -> None:
    """Check every process type as a deployment would."""
    processes = discover()
    found = check_processes(processes, policies.packs(), bpmn=ROOT / "bpmn", templates=ROOT / "docs_templates")
    answer = {"ok": not found, "processes": list(processes), "flaws": [asdict(flaw) for flaw in found]}
    summary = f"已检查 {'、'.join(process.name for process in processes.values())}:"
    tell(answer, [summary + ("没有问题" if not found else f"{len(found)} 个问题"), *map(_line, found)], as_json)
    if found:
        raise SystemExit(_FLAWED)


def _line(flaw: Flaw) -> str:
    place = f"第 {flaw.line} 行 " if flaw.line else ""
    return f"{flaw.process} {place}{flaw.where}:{flaw.message}"
