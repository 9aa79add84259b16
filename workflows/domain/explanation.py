"""Why a deadline falls on its day, day by day, in words that a reader can check with a finger on a wall calendar.

Each line keeps its words and values apart: ``text`` is the Chinese, and the web translates ``words`` and those
``params`` that are words themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.domain.calendar import DayKind, DayStep
from workflows.domain.clock import Candidate, Deadline
from workflows.domain.policy import EVENT_NAMES, Unit
from workflows.domain.words import N_

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))

_STEP_WORDS: Mapping[DayKind, str] = {
    DayKind.WORK: N_("%(month)s月%(day)s日 %(weekday)s 工作日，第 %(ordinal)s 日"),
    DayKind.MAKEUP: N_("%(month)s月%(day)s日 %(weekday)s 调休上班，第 %(ordinal)s 日"),
    DayKind.WEEKEND: N_("%(month)s月%(day)s日 %(weekday)s 公休日，不计"),
    DayKind.HOLIDAY: N_("%(month)s月%(day)s日 %(weekday)s %(name)s，不计"),
    DayKind.IN_LIEU: N_("%(month)s月%(day)s日 %(weekday)s %(name)s调休，不计"),
    DayKind.SUSPENDED: N_("%(month)s月%(day)s日 %(weekday)s %(name)s期间，不计"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an explanation."""

    #: What the line is about: start, limit, extension, a DayKind, end, roll, provisional, capped, suspended, set.
    kind: str
    #: Message id with ``%(name)s`` places.
    words: str
    #: Values; the strings among them are message ids or names, ``date`` is ISO for languages that order it otherwise.
    params: Mapping[str, object]

    @property
    def text(self) -> str:
        """The line in Chinese."""
        return self.words % self.params

    @classmethod
    def on(cls, on: date, kind: str, words: str, **params: object) -> "Line":
        """Make a line about the day ``on``, whose year, month, day, weekday and ISO date become params."""
        calendar_day = {
            "year": on.year, "month": on.month, "day": on.day, "weekday": WEEKDAYS[on.weekday()],
            "date": on.isoformat(),
        }
        return cls(kind=kind, words=words, params={**calendar_day, **params})


def explain(deadline: Deadline) -> list[str]:
    """Return the Chinese lines: start, limit, every day, end, and what caps or suspends it."""
    return [line.text for line in lines(deadline)]


def lines(deadline: Deadline) -> tuple[Line, ...]:
    """Return the same lines as data, for screens in other languages."""
    ruling = deadline.capped_by or deadline.governing
    told = list(_candidate_lines(ruling))
    if deadline.capped_by is not None and deadline.governing.due_on is not None:
        told.append(
            Line.on(
                deadline.governing.due_on, "capped",
                N_("本环节期限依%(name)s%(article)s至%(year)s年%(month)s月%(day)s日，总时限先届满，以总时限为准"),
                name=deadline.governing.pack.name, article=deadline.governing.article,
            )
        )
    return tuple(told)


def _candidate_lines(ruling: Candidate) -> Iterator[Line]:
    limit = ruling.limit
    if ruling.start_on is None:
        if ruling.due_on is not None:
            yield Line.on(ruling.due_on, "set", N_("%(year)s年%(month)s月%(day)s日 %(weekday)s 由经办人指定"))
        return
    event = N_("补正材料收齐") if ruling.restarted else limit.start_text or EVENT_NAMES.get(limit.start, N_("起算"))
    yield Line.on(
        ruling.start_on, "start",
        N_("%(year)s年%(month)s月%(day)s日 %(weekday)s %(event)s，当日不计（民法典第二百零一条）"), event=event,
    )
    words = (
        N_("%(name)s（%(rank)s）%(article)s：%(n)s%(unit)s")
        if ruling.verified
        else N_("%(name)s（%(rank)s）%(article)s：%(n)s%(unit)s（待核实）")
    )
    basis = {"name": ruling.pack.name, "rank": ruling.rank.label, "article": ruling.article}
    yield Line(kind="limit", words=words, params={**basis, "n": ruling.n, "unit": ruling.unit.label})
    if ruling.extended_by and limit.extend is not None:
        yield Line(
            kind="extension",
            words=N_("延长%(n)s%(unit)s，由%(approver)s批准（%(article)s）"),
            params={
                "n": ruling.extended_by, "unit": ruling.unit.label, "approver": limit.extend.approver,
                "article": limit.extend.article,
            },
        )
    if ruling.due_on is None:
        yield Line(kind="suspended", words=N_("计时已暂停，恢复后另行计算届满日"), params={})
        return
    yield from (_step_line(step) for step in ruling.steps)
    if ruling.unit is not Unit.WORKING_DAYS and limit.roll:
        words = N_("期间的最后一日是法定休假日的，顺延至其后第一个工作日（民法典第二百零三条）")
        yield Line(kind="roll", words=words, params={})
    yield Line.on(
        ruling.due_on, "end",
        N_("%(year)s年%(month)s月%(day)s日 %(weekday)s 为最后一日，至24时届满（民法典第二百零三条）"),
    )
    if ruling.provisional:
        yield Line.on(
            ruling.due_on, "provisional", N_("暂定：%(year)s年的放假安排尚未公布，以国务院办公厅公布的节假日安排为准")
        )


def _step_line(step: DayStep) -> Line:
    return Line.on(step.day, step.kind.value, _STEP_WORDS[step.kind], name=step.name, ordinal=step.ordinal)
