"""What goes to those who are listed: prior notice, decision, repair notice; and the public announcement."""

from datetime import date

from workflows.domain.calendar import add_months
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.removal import repair_from
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.letters import hearing, milder
from workflows.processes.letter_parts import date_cn
from workflows.processes.query_section import query_section

_FREE = "本项服务不收取任何费用。"


def prior_notice(dossier: Dossier) -> Body:
    """Return what 拟列入名单告知书 (LST-02) says: facts, reasons, basis, measures, period, rights."""
    kind = parts.kind_of(dossier)
    if kind.register == "watch":
        return milder.prior_notice(dossier)
    return Body(
        opening=(f"经查，你（单位）存在失信行为，拟列入{kind.name}。现将有关事项告知如下：",),
        sections=(
            Section(heading="事实", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(
                heading="理由",
                paragraphs=hearing.limbs(dossier),
            ),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            parts.persons_section(dossier),
            parts.measures_section(dossier, "拟采取的惩戒措施"),
            Section(heading="列入期限", paragraphs=parts.period_words(kind)),
            *milder.announced(dossier),
            hearing.rights(dossier, "你（单位）"),
        ),
        closing=("特此告知。",),
    )


def persons_prior_notice(dossier: Dossier) -> Body:
    """Return what 责任人员事先告知书 (LST-02P) says to the one person whom it is for (S1-12, S1-13)."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(
            f"{dossier.subject['name']}拟被列入{kind.name}。你作为其{hearing.role(dossier)}，对该失信行为负有责任，"
            "拟依法记入你的个人信用记录。现将有关事项告知如下：",
        ),
        sections=(
            parts.persons_section(dossier),
            Section(heading="事实", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(heading="理由", paragraphs=hearing.limbs(dossier)),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            parts.measures_section(dossier, "拟对你采取的惩戒措施", persons=True),
            Section(heading="期限", paragraphs=parts.period_words(kind)),
            hearing.rights(dossier, "你"),
        ),
        closing=("特此告知。",),
    )


def decision(dossier: Dossier) -> Body:
    """Return what 列入名单决定书 (LST-06) says: cause, basis, measures, period, how to leave."""
    kind = parts.kind_of(dossier)
    return Body(
        opening=(f"{hearing.heard(dossier)}，决定将你（单位）列入{kind.name}。",),
        sections=(
            Section(fields=parts.subject_fields(dossier)),
            Section(heading="列入事由", paragraphs=(parts.answer(dossier, "assess", "facts"), *hearing.limbs(dossier))),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            Section(heading="陈述申辩的复核和决定理由", paragraphs=hearing.reviewed(dossier)),
            parts.persons_section(dossier),
            parts.measures_section(dossier, "惩戒措施提示"),
            Section(heading="列入期限", paragraphs=(*parts.period_words(kind), _latest(dossier), _earliest(dossier))),
            Section(heading="移出条件和程序", paragraphs=(kind.exit,)),
        ),
        closing=("本决定自送达之日起生效。",),
    )


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
            f"{listed_by(dossier)}{dossier.subject['name']}被列入{kind.name}。你作为其{hearing.role(dossier)}，对该失信行为负有责任，"
            "依法记入你的个人信用记录。",
        ),
        sections=(
            parts.persons_section(dossier),
            Section(heading="列入事由", paragraphs=(parts.answer(dossier, "assess", "facts"),)),
            Section(heading="依据", paragraphs=(f"{kind.basis}{kind.article}；{parts.basis_words(dossier)}。",)),
            Section(heading="你的陈述申辩和复核", paragraphs=hearing.reviewed_own(dossier)),
            parts.measures_section(dossier, "对你采取的惩戒措施", persons=True),
            Section(heading="期限", paragraphs=(*parts.period_words(kind), _latest(dossier))),
            Section(heading="移出条件和程序", paragraphs=(kind.exit,)),
        ),
    )


def listed_by(dossier: Dossier) -> str:
    """The decision to list by number and date, as the beginning of a sentence; empty before it is signed."""
    number, (_, day) = dossier.numbers.get("LST-06", ""), dossier.doers.get("sign_decision", ("", dossier.today))
    return f"经本机关《列入名单决定书》（{number}，{date_cn(day)}作出）决定，" if number else ""


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
