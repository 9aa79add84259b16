"""``flask scenario NAME``: drives a whole case on the training clock against a fresh temporary database."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from webapp.commands.output import BadInput, date_cn, json_option, tell
from webapp.demo.scenario import Told, run_scenario
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Scenario
from workflows.domain.time import OFFICE_ZONE
from workflows.operations.clock_slips import STATE_NAMES
from workflows.processes import discover

_LETTER_STATES = {"draft": "草稿", "signed": "已签发", "issued": "已出具", "void": "作废"}


def scenarios() -> Mapping[str, tuple[ProcessType, Scenario]]:
    """Return every scenario of every process by its name on the command line."""
    return {
        f"{process.key}-{scenario.key}": (process, scenario)
        for process in discover().values()
        for scenario in process.scenarios.values()
    }


def short_names() -> Mapping[str, str]:
    """Return the name of every scenario that may also be called by its key alone, which no other process has."""
    known = scenarios()
    shared = Counter(scenario.key for _process, scenario in known.values())
    return {scenario.key: name for name, (_process, scenario) in known.items() if shared[scenario.key] == 1}


def _help() -> str:
    short = {name: key for key, name in short_names().items()}
    lines = (
        f"  {name}{f'（{short[name]}）' if name in short else ''}：{scenario.name}"
        for name, (_process, scenario) in scenarios().items()
    )
    # A line with \b alone keeps the lines as they are.
    return "在全新的临时数据库上走完一个办件。NAME 是下列情景之一，括号内为简称：\n\n\b\n" + "\n".join(lines)


@click.command("scenario", help=_help(), short_help="在全新的临时数据库上走完一个办件，打印经过、期限和文书")
@click.argument("name")
@json_option
def command(name: str, as_json: bool) -> None:
    """Drive a whole case and print its events, deadlines and letters."""
    known = scenarios()
    full = short_names().get(name, name)
    if full not in known:
        raise BadInput(why=f"没有“{name}”这一情景；可用：{'、'.join(known)}")
    with tempfile.TemporaryDirectory(prefix="creditcase-") as folder:
        told = run_scenario(*known[full], Path(folder))
    tell(asdict(told), _text(told), as_json)


def _text(told: Told) -> Iterator[str]:
    yield f"{told.name}：办件 {told.number}，{told.state}"
    yield "经过"
    for event in told.events:
        at = event["at"].astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
        about = f" {event['about']}" if event["about"] else ""
        yield f"  {event['seq']:>3} {at} {event['name']}{about}（{event['actor']}）"
    yield "期限"
    for clock in told.deadlines:
        basis = clock["governing"]
        text = f"，{basis['name']}{basis['article']}" if basis else ""
        state = STATE_NAMES[clock["state"]]
        yield f"  {clock['name']}：{date_cn(clock['start_on'])} → {date_cn(clock['due_on'])} {state}{text}"
    yield "文书"
    for letter in told.letters:
        number = f" {letter['number']}" if letter["number"] else ""
        digest = f" {letter['sha256'][:12]}…" if letter["sha256"] else ""
        yield f"  {letter['code']} {letter['title']}{number}（{_LETTER_STATES[letter['state']]}）{digest}"
