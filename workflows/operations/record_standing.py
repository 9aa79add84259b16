"""How a record stands today, for whoever asks: class, days with their articles, and what is missing for repair."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor
from workflows.domain.errors import NotFound
from workflows.domain.identifiers import normalise_code
from workflows.domain.publicity import (
    STANDING_NAMES,
    Publicity,
    Standing,
    last_public_day,
    minimum_end,
    repairable_from,
    standing,
)
from workflows.domain.record_clock import kept_until
from workflows.domain.repair_bars import Barred, ban_article, early_stop, penalty_article
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.office import Office
from workflows.operations.record_law import RecordLaw, law_of_provider
from workflows.operations.running_bans import running_bans
from workflows.store import cases, listings, publicity

#: What an application for repair still lacks, as far as the office can see.
_NO_CLASS = N_("失信类别还没有确定，请先向认定单位咨询。")
_TOO_EARLY = N_("最短公示期还没有届满。")
_NOT_FULFILLED = N_("系统里还没有履行义务的记录：申请时请填写缴款日期和票据号，或者上传履行证明。")
_NOT_CORRECTED = N_("系统里还没有失信行为已经纠正的记录：申请时请上传整改完成的证明。")
_OPEN = N_("已经有一件修复申请正在办理，不用重复提出。")
_NEVER = N_("这类行政处罚依规定不能修复。")
_BANNED = N_("市场和行业禁入期间，依规定不予修复。")
_LIST_RUNS = N_("已凭这条信息列入名单，名单的最短列入期限还没有届满。")
#: How a record stands because of which its holder is on a list.
_LISTED = N_("公示中，已凭这条信息列入名单")
#: Standings in which an application is taken.
REPAIRABLE = frozenset({Standing.REPAIRABLE, Standing.OVERDUE, Standing.UNCLASSED})
#: Standings in which there is something to be repaired.
_PUBLIC = frozenset(
    {Standing.UNCLASSED, Standing.RUNNING, Standing.REPAIRABLE, Standing.OVERDUE, Standing.HELD}
)


class NoSuchRecord(NotFound):
    """Decision number and code do not belong together; which of them is wrong is not said."""

    message = N_("没有查到。请核对决定书文号和查询码，两项都印在信用修复告知书上。")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A public listing that rests on a record: leaving it has terms of its own, which go before the record's."""

    #: Name of the list.
    name: str
    listed_on: date
    #: The first day on which repair can be asked for; None where the list knows none.
    repairable_from: date | None
    #: Last day on the list; None where it has none.
    until_on: date | None
    #: Whether repair can be asked for today.
    may_apply: bool


@dataclass(frozen=True, kw_only=True)
class RecordStanding:
    """A record's publicity on a day. Holds nobody's name: whoever shows one adds it."""

    record_id: int
    decision_number: str
    #: Opens the record's standing to whoever holds the decision (REP-00); empty for an old record without one.
    query_code: str
    provider_name: str
    #: 轻微, 一般 or 严重; empty where the record has no class yet.
    category: str
    standing: Standing
    #: Message id.
    words: str
    published_on: date | None
    #: Last days at 24:00; None where they are not known.
    minimum_end: date | None
    last_day: date | None
    #: The first day on which repair can be asked for.
    repairable_from: date | None
    #: Days until then; 0 from then on, None where it is not known.
    days_left: int | None
    ended_on: date | None
    conduct_ended_on: date | None
    fulfilled_on: date | None
    #: Last day of keeping; persons only.
    kept_until: date | None
    article: str
    keeping_article: str
    #: What is to be checked in the law.
    note: str
    #: What an application lacks, message ids; empty where nothing is in its way.
    missing: tuple[str, ...]
    materials: str
    never: str
    #: What the text on publicity of the department's own field asks for an early end; empty where none binds.
    early_stop: str
    #: Number of the application for repair that is open.
    open_number: str
    #: What keeps it from repair by a binding text, whatever its day; None for nothing.
    barred: Barred | None = None
    #: Listings that rest on it and have not ended; only the public check asks for them.
    listings: tuple[Listed, ...] = ()

    @property
    def may_apply(self) -> bool:
        """Whether an application can be handed in today; facts that the office does not know are proven with it."""
        return self.standing in (Standing.REPAIRABLE, Standing.OVERDUE) and not self.open_number and not self.barred

    @property
    def may_ask(self) -> bool:
        """Whether an application is taken: the class may still be open, the recogniser finds it."""
        return self.standing in REPAIRABLE and not self.open_number and not self.barred

    @property
    def is_public(self) -> bool:
        """Whether there is anything to be repaired."""
        return self.standing in _PUBLIC


def stand(
    row: Any, law: RecordLaw, today: date, open_number: str = "", barred: Barred | None = None
) -> RecordStanding:
    """Return how a record stands.

    Args:
        row: the record as :mod:`workflows.store.publicity` gives it.
        today: Asia/Shanghai date.
        open_number: number of its open application for repair.
        barred: what keeps it from repair.
    """
    record = Publicity.of(row, row.subject_kind)
    terms = law.of(record)
    first, start = repairable_from(record, terms), record.published_on
    found = standing(record, terms, today)
    lacks = {
        **({barred.words: True} if barred is not None else {}),
        _NO_CLASS: found is Standing.UNCLASSED,
        _TOO_EARLY: found is Standing.RUNNING,
        _NOT_FULFILLED: record.fulfilled_on is None,
        _NOT_CORRECTED: record.conduct_ended_on is None,
        _OPEN: bool(open_number),
    }
    return RecordStanding(
        record_id=row.id,
        decision_number=row.decision_number,
        query_code=row.query_code,
        provider_name=row.provider_name,
        category=record.category,
        standing=found,
        words=STANDING_NAMES[found],
        published_on=start,
        minimum_end=None if terms is None or start is None else minimum_end(terms, start),
        last_day=last_public_day(record, terms),
        repairable_from=first,
        days_left=None if first is None else max((first - today).days, 0),
        ended_on=row.ended_on,
        conduct_ended_on=record.conduct_ended_on,
        fulfilled_on=record.fulfilled_on,
        kept_until=kept_until(record, law.keeping),
        article=terms.article if terms else "",
        keeping_article=law.keeping.article if law.keeping else "",
        note=terms.note if terms else "",
        missing=tuple(words for words, lacking in lacks.items() if lacking) if found in _PUBLIC else (),
        barred=barred if found in _PUBLIC else None,
        materials=law.materials,
        never=law.never,
        early_stop=early_stop(row._mapping, law.demands),
        open_number=open_number,
    )


def standing_of(connection: Any, row: Any, law: RecordLaw, today: date) -> RecordStanding:
    """Return how a record stands, with its open application and what a binding text keeps from repair."""
    barred = None
    if article := penalty_article(row._mapping, law.demands):
        barred = Barred(words=_NEVER, article=article)
    elif bans := running_bans(connection, row.subject_id, law.demands, today):
        barred = Barred(
            words=_BANNED, article=ban_article(law.demands), scope=bans[0].scope, basis=bans[0].basis,
            until_on=bans[0].until_on,
        )  # fmt: skip
    return stand(row, law, today, open_repair(connection, row.id), barred)


def check_record(office: Office, number: str, code: str) -> RecordStanding:
    """Return how the record stands that decision number and query code name together; nobody need sign in.

    Args:
        number: as typed; brackets of any kind do.
        code: as printed; spaces, hyphens and capitals do not matter.

    Raises:
        NoSuchRecord: no such pair.
    """
    today = office_date(office.clock())
    plain = normalise_code(code)
    with office.database.read() as connection:
        row = None
        if plain:
            typed = "".join(number.split())
            row = publicity.by_code(connection, {typed, typed.translate(_BRACKETS)}, plain)
        if row is None:
            raise NoSuchRecord()
        law = law_of_provider(office, connection, row.provider_id, row.jurisdiction, today)
        listed = tuple(_listed(each, today) for each in listings.on_records(connection, [row.id]) if each.public)
        return _under(listed, standing_of(connection, row, law, today), today)


def _listed(row: Any, today: date) -> Listed:
    kind = catalogue.lists().get(row.list_key)
    return Listed(
        name=row.list_key if kind is None else kind.name,
        listed_on=row.listed_on,
        repairable_from=row.repairable_on,
        until_on=row.until_on,
        may_apply=row.repairable_on is not None and row.repairable_on <= today,
    )


def _under(listed: tuple[Listed, ...], found: RecordStanding, today: date) -> RecordStanding:
    """Return how a record stands whose holder was listed because of it: the listing's first day goes before its own."""
    if not listed or not found.is_public:
        return replace(found, listings=listed)
    days = [found.repairable_from, *(each.repairable_from for each in listed)]
    first = max((day for day in days if day is not None), default=None) if None not in days[1:] else None
    may = found.may_apply and all(each.may_apply for each in listed)
    return replace(
        found,
        listings=listed,
        standing=found.standing if may or found.standing is Standing.HELD else Standing.RUNNING,
        words=_LISTED,
        repairable_from=first,
        days_left=None if first is None else max((first - today).days, 0),
        missing=tuple(dict.fromkeys((*(() if may else (_LIST_RUNS,)), *found.missing))),
    )


def own_records(office: Office, actor: Actor) -> list[tuple[str, list[RecordStanding]]]:
    """Return the subjects for whom a person may act, by name, each with its records, newest decision first."""
    today = office_date(office.clock())
    laws: dict[int, RecordLaw] = {}
    found: dict[int, tuple[str, list[RecordStanding]]] = {}
    with office.database.read() as connection:
        for row in publicity.of_subjects(connection, actor.subjects):
            if row.provider_id not in laws:
                laws[row.provider_id] = law_of_provider(office, connection, row.provider_id, row.jurisdiction, today)
            _name, own = found.setdefault(row.subject_id, (row.subject_name, []))
            own.append(standing_of(connection, row, laws[row.provider_id], today))
    return list(found.values())


def open_repair(connection: Any, record_id: int) -> str:
    """Return the number of a record's open application for repair; empty where there is none."""
    return cases.open_case_number(connection, record_id, "repair") or ""


#: What keyboards have in place of 〔 and 〕.
_BRACKETS = str.maketrans("[(（【]）)】", "〔〔〔〔〕〕〕〕")
