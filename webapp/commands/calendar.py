"""``flask calendar``: the days off that the office counts with, and taking in a new State Council schedule."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from webapp.commands.output import OPERATOR, BadInput, calendar_in_force, date_cn, json_option, require_database, tell
from webapp.context import current_office
from workflows.domain.calendar import YearSchedule
from workflows.domain.errors import CalendarMissing
from workflows.operations.import_calendar import Move, import_calendar, plan_import

#: Largest schedule file, in bytes; a year has some two kilobytes.
_LARGEST = 200_000


@click.group("calendar", help="工作日历：查看某年放假安排，导入国务院办公厅公布的安排")
def command() -> None:
    """Hold the commands of the calendar."""


@command.command("show", help="查看某年的放假安排")
@click.argument("year", type=click.IntRange(1949, 9998))
@json_option
def show(year: int, as_json: bool) -> None:
    """Show the schedule in force for one year."""
    calendar = calendar_in_force()
    schedule = calendar.years.get(year)
    if schedule is None:
        raise CalendarMissing(year=year)
    answer = {
        "year": year,
        "published": schedule.published,
        "version": calendar.version,
        "notices": [asdict(notice) for notice in schedule.notices],
        "off": {off.isoformat(): name for off, name in sorted(schedule.off.items())},
        "makeup": sorted(schedule.makeup),
    }
    tell(answer, _schedule_text(schedule), as_json)


@command.command("import", help="导入放假安排文件（TOML）；--dry-run 只列出会变动的期限，不作修改")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只列出会变动的期限")
@json_option
def take_in(file: Path, dry_run: bool, as_json: bool) -> None:
    """Import one schedule file, or say what it would move."""
    require_database()
    text = _read(file)
    if dry_run:
        plan = plan_import(current_office(), text)
        answer = {"dry_run": True, "year": plan.schedule.year, "version": plan.version, "failed": 0}
        moves = plan.moves
    else:
        done = import_calendar(current_office(), OPERATOR, text)
        answer = {"dry_run": False, "year": done.year, "version": done.version, "failed": done.failed}
        moves = done.moves
    answer["moves"] = [asdict(move) for move in moves]
    head = f"{answer['year']}年放假安排{'（试算，没有修改）' if dry_run else '已导入'}，变动的期限 {len(moves)} 个"
    tell(answer, (head, *(_move_text(move) for move in moves)), as_json)
    if answer["failed"]:
        raise BadInput(why=f"有 {answer['failed']} 个办件没有重新计算，原因见日志；再次导入同一文件即可继续")


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            raise BadInput(why=f"文件 {file} 过大，不是放假安排")
        return file.read_text("utf-8")
    except OSError as error:
        raise BadInput(why=f"文件 {file} 不能读取：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(why=f"文件 {file} 不是 UTF-8 文本") from error


def _move_text(move: Move) -> str:
    certain = "，不再是暂定" if move.was_provisional and not move.provisional else ""
    overdue = "，已逾期" if move.overdue else ""
    if move.old == move.new:
        return f"{move.number} {move.name}：{date_cn(move.new)} 不变{certain}"
    return f"{move.number} {move.name}:{date_cn(move.old)} → {date_cn(move.new)}{certain}{overdue}"


def _schedule_text(schedule: YearSchedule) -> Iterator[str]:
    yield f"{schedule.year}年{'' if schedule.published else '（尚未公布，仅列法定放假日，期限为暂定）'}"
    for notice in schedule.notices:
        yield f"依据：{notice.number or notice.note} {notice.address}".rstrip()
    yield "放假：" + "、".join(f"{off.month}月{off.day}日{name}" for off, name in sorted(schedule.off.items()))
    if schedule.makeup:
        yield "调休上班：" + "、".join(f"{worked.month}月{worked.day}日" for worked in sorted(schedule.makeup))
