"""What goes to the subject: prior notice, decisions, watch list, repair notice; and the public announcement."""

from datetime import date

from workflows.catalogue import library as catalogue
from workflows.domain.calendar import add_months
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.listing import LIABLE_ROLES
from workflows.domain.removal import repair_from
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.words import TAKEN
from workflows.processes.letter_parts import date_cn
from workflows.processes.query_section import query_section

_FREE = "本项服务不收取任何费用。"


def prior_notice(dossier: Dossier) -> Body:
    """Return what 拟列入名单告知书 (LST-02) says: facts, reasons, basis, measures, period, rights."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(f"经查，你（单位）存在失信行为，拟列入{kind.name}。现将有关事项告知如下：",),
        sections=(
            Section(heading="事实", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(
                heading="理由",
                paragraphs=_limbs(dossier),
            ),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            parts.persons_section(dossier),
            parts.measures_section(dossier, "拟采取的惩戒措施"),
            Section(heading="列入期限", paragraphs=parts.period_words(kind)),
            _rights(dossier, "你（单位）"),
        ),
        closing=("特此告知。",),
    )


def persons_prior_notice(dossier: Dossier) -> Body:
    """Return what 责任人员事先告知书 (LST-02P) says to the one person whom it is for (S1-12, S1-13)."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(
            f"{dossier.subject['name']}拟被列入{kind.name}。你作为其{_role(dossier)}，对该失信行为负有责任，"
            "拟依法记入你的个人信用记录。现将有关事项告知如下：",
        ),
        sections=(
            parts.persons_section(dossier),
            Section(heading="事实", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(heading="理由", paragraphs=_limbs(dossier)),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            parts.measures_section(dossier, "拟对你采取的惩戒措施", persons=True),
            Section(heading="期限", paragraphs=parts.period_words(kind)),
            _rights(dossier, "你"),
        ),
        closing=("特此告知。",),
    )


def _role(dossier: Dossier) -> str:
    return "、".join(LIABLE_ROLES[each["role"]] for each in dossier.case.facts.get("persons", []))


def _rights(dossier: Dossier, you: str) -> Section:
    """The right to be heard: in how many days from when, under which article, how and where."""
    defence = dossier.deadlines.get("blacklist_entry.defence") or dossier.expected.get("blacklist_entry.defence")
    length = f"之次日起{defence.length}内" if defence and defence.length else "之日起，至本机关指定的期限届满前"
    article = f"（依据{letter_parts.cite(defence)}）" if defence and defence.article else ""
    organ = parts.department(dossier)
    where = "，".join(word for word in (organ.address, f"电话{organ.phone}" if organ.phone else "") if word)
    return Section(
        heading="陈述申辩的权利和期限",
        paragraphs=(
            f"{you}有权陈述、申辩。自收到本告知书{length}{article}，可以向{organ.name}{f'（{where}）' if where else ''}"
            "书面、口头或者在线提出，并提交证据；逾期不提出的，视为放弃陈述、申辩。"
            "提出的事实、理由和证据成立的，我们将采纳。不因陈述申辩而加重处理。",
            parts.kind_of(dossier).objection,
        ),
    )


def decision(dossier: Dossier) -> Body:
    """Return what 列入名单决定书 (LST-06) says: cause, basis, measures, period, how to leave."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(f"{_heard(dossier)}，决定将你（单位）列入{kind.name}。",),
        sections=(
            Section(fields=parts.subject_fields(dossier)),
            Section(heading="列入事由", paragraphs=(parts.answer(dossier, "assess", "facts"), *_limbs(dossier))),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            Section(heading="陈述申辩的复核和决定理由", paragraphs=_reviewed(dossier)),
            parts.persons_section(dossier),
            parts.measures_section(dossier, "惩戒措施提示"),
            Section(heading="列入期限", paragraphs=(*parts.period_words(kind), _latest(dossier), _earliest(dossier))),
            Section(heading="移出条件和程序", paragraphs=(kind.exit,)),
        ),
        closing=("本决定自送达之日起生效。",),
    )


def _limbs(dossier: Dossier) -> tuple[str, ...]:
    """The three limbs of the recognition: nature, gravity, harm."""
    return tuple(
        f"{label}：{parts.answer(dossier, 'assess', field)}"
        for field, label in (("nature", "性质"), ("gravity", "情节"), ("harm", "社会危害"))
    )


def _heard(dossier: Dossier) -> str:
    """What went before the decision: notice, defence, review, consent."""
    facts, number = dossier.case.facts, dossier.numbers.get("LST-02", "")
    told = f"本机关以《拟列入名单告知书》（{number}）告知你（单位）" if number else "经依法告知你（单位）"
    said = "你（单位）提出的陈述申辩已经复核" if facts.get("statements") else "你（单位）在规定期限内没有提出陈述、申辩"
    consent = facts.get("consent", {}).get("number", "")
    above = f"并报上级机关同意（{consent}）" if consent else ""
    return f"{told}拟列入的事实、理由、依据和陈述申辩的权利，{said}。经法制审核{above}"


def _reviewed(dossier: Dossier) -> tuple[str, ...]:
    """Each point of the defence, whether it was taken, and why; then the reasons as a whole."""
    points = dossier.answers.get("review_defence", {}).get("points", [])
    lines = (f"关于“{row['point'].rstrip('。')}”的意见，{TAKEN[row['taken']]}：{row['reason']}" for row in points)
    return (*lines, parts.answer(dossier, "review_defence", "reasons"))


def _reviewed_own(dossier: Dossier) -> tuple[str, ...]:
    """What the person brought forward for themselves, point by point; that nothing was, where nothing was."""
    if not dossier.case.facts.get("statements"):
        return ("本机关已告知你拟采取的措施和陈述、申辩的权利，你在规定期限内没有提出陈述、申辩。",)
    return ("你提出的陈述、申辩已经单独复核：", *_reviewed(dossier))


def _latest(dossier: Dossier) -> str:
    """The day on which the listing ends at the latest; nothing where no text gives one."""
    kind = parts.kind_of(dossier)
    if kind.maximum is None:
        return ""
    listed_on = dossier.case.facts.get("listed_on")
    start = date.fromisoformat(listed_on) if listed_on else dossier.today
    ends = add_months(start, kind.maximum.months)
    if listed_on:
        return f"列入期限自{date_cn(start)}起，至{date_cn(ends)}届满，届满之日不因节假日顺延。"
    return (
        "列入决定书送达之日为列入之日（当事人和责任人员不在同一日送达的，以最后送达之日为准），列入期限自该日起算；"
        f"于{date_cn(start)}送达的，至{date_cn(ends)}届满，届满之日不因节假日顺延。"
    )


def persons_notice(dossier: Dossier) -> Body:
    """Return what 责任人员列入告知书 (LST-06P) says to the one person whom it is for (S1-12, S1-13)."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(
            f"{listed_by(dossier)}{dossier.subject['name']}被列入{kind.name}。你作为其{_role(dossier)}，对该失信行为负有责任，"
            "依法记入你的个人信用记录。",
        ),
        sections=(
            parts.persons_section(dossier),
            Section(heading="列入事由", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            Section(heading="你的陈述申辩和复核", paragraphs=_reviewed_own(dossier)),
            parts.measures_section(dossier, "对你采取的惩戒措施", persons=True),
            Section(heading="期限", paragraphs=(*parts.period_words(kind), _latest(dossier))),
            Section(heading="移出条件和程序", paragraphs=(kind.exit,)),
        ),
    )


def no_listing(dossier: Dossier) -> Body:
    """Return what 不予列入名单决定书 (LST-07) says."""
    kind = parts.kind_of(dossier)
    reasons = (
        dossier.case.facts.get("dropped")
        or parts.answer(dossier, "review_defence", "reasons")
        or parts.answer(dossier, "assess", "reasons")
    )
    return Body(
        opening=(f"经审查，决定不将你（单位）列入{kind.name}。",),
        sections=(
            Section(heading="理由", paragraphs=(letter_parts.sentence(reasons),)),
            Section(heading="依据", paragraphs=(_bound_basis(dossier),)),
        ),
        closing=("请依法诚信经营，并按期履行有关义务。",),
    )


def _bound_basis(dossier: Dossier) -> str:
    """The list's text, cited only to whom it binds (the watch list rests on one place's, S0-06); then the document."""
    return "；".join(filter(None, (parts.list_basis(dossier), f"{parts.basis_words(dossier)}。")))


def watch(dossier: Dossier) -> Body:
    """Return what 重点关注名单纳入告知书 (LST-14) says."""
    kind = parts.kind_of(dossier)
    ends = "" if kind.maximum is None else date_cn(add_months(dossier.today, kind.maximum.months))
    months = (f"关注期限自纳入之日起{kind.maximum.months}个月，至{ends}届满，期满解除。",) if kind.maximum else ()
    return Body(
        opening=("你（单位）存在失信行为，尚未达到严重失信主体认定标准，纳入重点关注，不向社会公示。",),
        sections=(
            Section(heading="事由", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(heading="理由", paragraphs=(parts.answer(dossier, "assess", "reasons"),)),
            Section(heading="依据", paragraphs=(_bound_basis(dossier),)),
            Section(heading="措施和期限", paragraphs=(*_watch_measures(dossier), *months)),
            Section(heading="解除条件", paragraphs=(kind.exit,)),
            Section(heading="异议", paragraphs=(f"对纳入有异议的，可以向{parts.department(dossier).name}提出。",)),
        ),
    )


def listed_by(dossier: Dossier) -> str:
    """The decision to list by number and date, as the beginning of a sentence; empty before it is signed."""
    number, (_, day) = dossier.numbers.get("LST-06", ""), dossier.doers.get("sign_decision", ("", dossier.today))
    return f"经本机关《列入名单决定书》（{number}，{date_cn(day)}作出）决定，" if number else ""


def _watch_measures(dossier: Dossier) -> tuple[str, ...]:
    """What is done about a watched subject: the measures chosen, else all that the catalogue has for the list."""
    known = catalogue.measures()
    offered = catalogue.measures_for(parts.kind_of(dossier).key, dossier.case.received_on)
    keys = dossier.case.facts.get("measures") or list(offered)
    lines = tuple(letter_parts.sentence(known[key].name) for key in keys)
    return ("与失信程度相对应，采取下列严格监管措施：", *lines) if lines else ()


def repair_notice(dossier: Dossier) -> Body:
    """Return what 信用修复告知书 (REP-00) says; it is served with the decision (两书同达)."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(f"{listed_by(dossier)}你（单位）被列入{kind.name}。现将信用修复有关事项告知如下：",),
        sections=(
            Section(heading="失信信息", paragraphs=(parts.basis_words(dossier) + "。", "失信信息类别：严重。")),
            Section(heading="公示期限", paragraphs=(*parts.period_words(kind), _latest(dossier), _earliest(dossier))),
            Section(
                heading="申请条件",
                paragraphs=(
                    "最短列入期限届满，已纠正失信行为、履行法定义务，公开作出信用承诺，并符合规定的其他条件。",
                ),
            ),
            Section(heading="材料", paragraphs=("履行义务、纠正失信行为的证明材料；信用承诺书。",)),
            query_section(dossier),
            Section(
                heading="渠道",
                paragraphs=(f"可以通过信用网站在线申请，也可以向{parts.department(dossier).name}提出。",),
            ),
        ),
        closing=(_FREE,),
    )


def _earliest(dossier: Dossier) -> str:
    """The first day on which removal by repair can be asked for: the day after the minimum ends at 24:00."""
    kind, listed_on = parts.kind_of(dossier), dossier.case.facts.get("listed_on")
    start = date.fromisoformat(listed_on) if listed_on else dossier.today
    if kind.minimum is None:
        return "该名单没有规定最短列入期限，符合申请条件的即可申请。"
    ends = add_months(start, kind.minimum.months)
    first = date_cn(repair_from(ends))
    begins = f"自{date_cn(start)}列入起算" if listed_on else f"于{date_cn(start)}送达的"
    later = "" if listed_on else "；以后送达的，相应顺延"
    return f"{begins}，最短列入期限于{date_cn(ends)}届满，可以自{first}起申请修复{later}。"


def announcement(dossier: Dossier) -> Body:
    """Return what 列入名单公告 (LST-08) says: the six public fields, a natural person masked."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(f"{listed_by(dossier)}下列主体被列入{kind.name}，现予公告。",),
        sections=(
            Section(
                fields=(
                    ("主体名称", parts.public_name(dossier)),
                    ("列入原因", parts.answer(dossier, "assess", "facts")),
                    ("列入日期", parts.day_cn(dossier.case.facts.get("listed_on"))),
                    ("作出列入决定机关", parts.department(dossier).name),
                    ("移出原因", "—"),
                    ("移出日期和作出移出决定机关", "—"),
                )
            ),
            parts.public_objection(dossier),
        ),
        closing=("特此公告。",),
    )


def circular(dossier: Dossier) -> Body:
    """Return what 通报函 (LST-15) says; it is restricted (S0-13, S0-14)."""
    return Body(
        opening=(
            f"{listed_by(dossier)}{dossier.subject['name']}被列入{parts.kind_of(dossier).name}，现通报如下：",
        ),
        sections=(
            Section(heading="通报内容", paragraphs=(parts.answer(dossier, "sign_circular", "content"),)),
            Section(heading="依据", paragraphs=(parts.basis_words(dossier) + "。",)),
        ),
        closing=("本函涉及内部管理，请勿对外公开。",),
    )
