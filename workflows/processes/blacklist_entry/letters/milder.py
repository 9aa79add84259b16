"""What goes to those who are not listed: the watch list (重点关注), from its own notice on, and 不予列入."""

from workflows.catalogue import library as catalogue
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.listing import ListKind
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.letters import hearing
from workflows.processes.blacklist_entry.rules.legality import watch_list, watch_measures


def prior_notice(dossier: Dossier) -> Body:
    """Return what 拟列入名单告知书 (LST-02) says where the watch list is all that is intended (S0-06)."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(
            f"经查，你（单位）存在失信行为，尚未达到严重失信主体认定标准，拟将你（单位）列入{kind.name}，"
            "只作内部监管使用，不向社会公示。现将有关事项告知如下：",
        ),
        sections=(
            Section(heading="事实", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(heading="理由", paragraphs=(parts.answer(dossier, "assess", "reasons"),)),
            Section(heading="依据", paragraphs=(_bound_basis(dossier),)),
            Section(heading="拟采取的措施", paragraphs=_measures(dossier, kind)),
            Section(heading="期限", paragraphs=_period(kind)),
            hearing.rights(dossier, "你（单位）"),
        ),
        closing=("特此告知。",),
    )


def announced(dossier: Dossier) -> tuple[Section, ...]:
    """Return what the notice of an intended listing says of the milder end to which it may come (docs/adr/0027)."""
    kind = watch_list(dossier.case)
    if kind is None:
        return ()
    return (
        Section(
            heading="经复核尚未达到列入标准的处理",
            paragraphs=(
                f"经复核认为尚未达到列入标准的，可以依据{kind.basis}{kind.article}列入{kind.name}（不向社会公示），"
                "不再另行告知。",
                *_measures(dossier, kind),
                *_period(kind),
            ),
        ),
    )


def watch(dossier: Dossier) -> Body:
    """Return what 重点关注名单纳入告知书 (LST-14) says."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(
            f"{hearing.heard(dossier)}，你（单位）存在失信行为，尚未达到严重失信主体认定标准，决定将你（单位）列入{kind.name}，"
            "不向社会公示。",
        ),
        sections=(
            Section(heading="事由", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(heading="依据", paragraphs=(_bound_basis(dossier),)),
            Section(heading="陈述申辩的复核和决定理由", paragraphs=hearing.reviewed(dossier)),
            *_watched(dossier, kind),
        ),
    )


def no_listing(dossier: Dossier) -> Body:
    """Return what 不予列入名单决定书 (LST-07) says, with what follows where the matter goes to the watch list."""
    kind, watched, reasons = parts.kind_of(dossier), watched_instead(dossier), _reasons(dossier)
    basis = _bound_basis(dossier)
    before = f"{hearing.heard(dossier)}，" if watched else "经审查，"
    instead = f"，转为列入{watched.name}，不向社会公示" if watched else ""
    return Body(
        opening=(f"{before}决定不将你（单位）列入{kind.name}{instead}。",),
        sections=(
            Section(heading="理由", paragraphs=(letter_parts.sentence(reasons),)),
            Section(heading="依据", paragraphs=(f"{watched.basis}{watched.article}；{basis}" if watched else basis,)),
            *(_watched(dossier, watched) if watched else ()),
        ),
        closing=("请依法诚信经营，并按期履行有关义务。",),
    )


def persons_no_listing(dossier: Dossier) -> Body:
    """Return what 责任人员不予列入告知书 (LST-07P) says to a person who was told of an intended listing (S1-12)."""
    kind, name = parts.kind_of(dossier), dossier.subject["name"]
    said = dossier.case.facts.get("statements")
    return Body(
        opening=(
            f"本机关曾书面告知你，{name}拟被列入{kind.name}，拟依法记入你的个人信用记录并采取相应措施。"
            f"经审查，现决定不将{name}列入该名单，不因此记入你的个人信用记录，也不对你采取告知的措施。",
        ),
        sections=(
            Section(heading="理由", paragraphs=(letter_parts.sentence(_reasons(dossier)),)),
            *((Section(heading="你的陈述申辩和复核", paragraphs=hearing.points(dossier)),) if said else ()),
        ),
        closing=("特此告知。",),
    )


def _reasons(dossier: Dossier) -> str:
    """Why nobody is listed: the basis that was lost, else the review of the defence, else the assessment."""
    dropped = str(dossier.case.facts.get("dropped") or "")
    return dropped or parts.answer(dossier, "review_defence", "reasons") or parts.answer(dossier, "assess", "reasons")


def watched_instead(dossier: Dossier) -> ListKind | None:
    """Return the watch list to which a matter goes that was noticed as a listing; None where it does not."""
    facts = dossier.case.facts
    if facts.get("conclusion") != "watch" or facts.get("dropped") or facts["watch_key"] == facts["list_key"]:
        return None
    return catalogue.lists()[facts["watch_key"]]


def _watched(dossier: Dossier, kind: ListKind) -> tuple[Section, ...]:
    """What is done about a watched subject, for how long, how it ends and whom to turn to."""
    return (
        Section(heading="措施和期限", paragraphs=(*_measures(dossier, kind), *_period(kind))),
        Section(heading="解除条件", paragraphs=(kind.exit,)),
        Section(heading="异议", paragraphs=(f"对纳入有异议的，可以向{parts.department(dossier).name}提出。",)),
    )


def _measures(dossier: Dossier, kind: ListKind) -> tuple[str, ...]:
    """The measures of a watch list: those chosen, else all that the catalogue has for it."""
    known, chosen = catalogue.measures(), dossier.case.facts.get("measures", ())
    keys = watch_measures(kind, chosen, dossier.case.received_on)
    lines = tuple(letter_parts.sentence(known[key].name) for key in keys)
    return ("与失信程度相对应，采取下列严格监管措施：", *lines) if lines else ()


def _period(kind: ListKind) -> tuple[str, ...]:
    return (f"关注期限自决定送达之日起{kind.maximum.months}个月，期满解除。",) if kind.maximum else ()


def _bound_basis(dossier: Dossier) -> str:
    """The list's text, cited only to whom it binds (the watch list rests on one place's, S0-06); then the document."""
    return "；".join(filter(None, (parts.list_basis(dossier), f"{parts.basis_words(dossier)}。")))
