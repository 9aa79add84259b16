"""The supervisor's statistics as tables in the reader's language; page, charts and workbook are made from the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from flask_babel import gettext as _

from webapp.context import current_actor, current_office
from webapp.i18n import say
from workflows.operations.board import authorities_of
from workflows.operations.board_statistics import Statistics, read_statistics
from workflows.operations.export_board import Sheet

#: How long statistics are shown before the running month is counted anew.
KEPT_FOR = timedelta(minutes=10)
_WIDTH = 16


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: the first column names the rows, the others are figures."""

    key: str
    title: str
    note: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    #: line, bar, stack or side (bars that lie); empty where there is no chart.
    chart: str = ""
    #: Columns that the chart draws.
    series: tuple[int, ...] = ()


def recent() -> Statistics:
    """Return the statistics of the reader's authorities, counted at most KEPT_FOR ago."""
    office, actor = current_office(), current_actor()
    kept: dict[tuple[int, ...], Statistics] = current_app.extensions.setdefault("board_statistics", {})
    key = tuple(authorities_of(actor))
    found = kept.get(key)
    if found is None or not timedelta(0) <= office.clock() - found.as_of < KEPT_FOR:
        found = kept[key] = read_statistics(office, actor)
    return found


def tables(found: Statistics) -> list[Table]:
    """Return every table; one without rows has nothing to show."""
    return [_months(found), _clocks(found), _reasons_by_month(found), _reasons_by_unit(found), _league(found)]


def sheets(found: Statistics) -> list[Sheet]:
    """Return the tables for a workbook."""
    return [
        Sheet(
            title=table.title,
            headings=[(heading, 2 * _WIDTH if place == 0 else _WIDTH) for place, heading in enumerate(table.headings)],
            rows=[[str(cell) if isinstance(cell, float) else cell for cell in row] for row in table.rows],
        )
        for table in tables(found)
    ]


def _month(first: date) -> str:
    return str(_("%(year)s年%(month)s月", year=first.year, month=first.month))


def _figure(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _months(found: Statistics) -> Table:
    return Table(
        key="months",
        title=_("收办趋势"),
        note=_("逾期时限指最后期限落在当月而没有按期完成的时限，同一办件可有几个。"),
        headings=(_("月份"), _("收到"), _("办结"), _("逾期时限")),
        rows=tuple((_month(each.first), each.received, each.closed, each.overdue) for each in found.months),
        chart="line",
        series=(1, 2, 3),
    )


def _clocks(found: Statistics) -> Table:
    return Table(
        key="clocks",
        title=_("用时与期限"),
        note=_("近 12 个月完成的时限，以工作日计；中止期间同样计入用时和期限。"),
        headings=(_("时限"), _("完成"), _("其中逾期"), _("用时中位数"), _("期限中位数")),
        rows=tuple(
            (say(each.name), each.finished, each.late, _figure(each.median), _figure(each.limit))
            for each in found.clocks
        ),
        chart="side",
        series=(3, 4),
    )


def _reasons_by_month(found: Statistics) -> Table:
    named = [say(each.name) for each in found.reasons]
    return Table(
        key="reasons",
        title=_("逾期原因（按月）"),
        note=_("逾期完成的时限，按完成时填写的原因和完成月份。"),
        headings=(_("月份"), *named),
        rows=tuple(
            (_month(month.first), *(each.months[place] for each in found.reasons))
            for place, month in enumerate(found.months)
            if found.reasons
        ),
        chart="stack",
        series=tuple(range(1, len(named) + 1)),
    )


def _reasons_by_unit(found: Statistics) -> Table:
    units: Sequence[tuple[int, str]] = [(each.org_id, each.name) for each in found.league if each.late]
    return Table(
        key="units",
        title=_("逾期原因（按责任单位）"),
        note=_("核查、更正等时限由信息提供单位负责，其余由信用中心负责。"),
        headings=(_("单位"), _("合计"), *(say(each.name) for each in found.reasons)),
        rows=tuple(
            (
                name,
                sum(each.units.get(org_id, 0) for each in found.reasons),
                *(each.units.get(org_id, 0) for each in found.reasons),
            )
            for org_id, name in units
        ),
    )


def _league(found: Statistics) -> Table:
    return Table(
        key="league",
        title=_("各单位逾期情况"),
        note=_("按现有逾期待办、近 12 个月逾期完成数排列，供通报和督促整改使用。"),
        headings=(_("单位"), _("在办"), _("现已逾期"), _("近 12 个月完成"), _("其中逾期"), _("按期率（%）")),
        rows=tuple(
            (each.name, each.open_now, each.overdue_now, each.finished, each.late, each.on_time)
            for each in found.league
        ),
        chart="side",
        series=(2, 4),
    )
