"""What every letter of a proposal says of the hearing: the right to it, what was said, what became of it."""

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Section
from workflows.domain.listing import LIABLE_ROLES
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.rules.legality import provincial_review
from workflows.processes.blacklist_entry.words import TAKEN


def rights(dossier: Dossier, you: str) -> Section:
    """Return the right to be heard: in how many days from when, under which article, how and where."""
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
            *_review(dossier, you),
        ),
    )


def _review(dossier: Dossier, you: str) -> tuple[str, ...]:
    """Who is asked above where a listing is proposed and an objection is not followed (河南 Art. 28)."""
    article = provincial_review(dossier.case)
    if not article or parts.kind_of(dossier).register == "watch":
        return ()
    return (
        f"{you}对核查处理结果仍有异议的，可以向省社会信用工作主管部门申请复核（{article}）；陈述、申辩没有全部采纳的，"
        "我们在作出列入决定前报请复核，不须另行申请。",
    )


def limbs(dossier: Dossier) -> tuple[str, ...]:
    """Return the three limbs of the recognition: nature, gravity, harm."""
    return tuple(
        f"{label}：{parts.answer(dossier, 'assess', field)}"
        for field, label in (("nature", "性质"), ("gravity", "情节"), ("harm", "社会危害"))
    )


def heard(dossier: Dossier) -> str:
    """Return what went before the decision: notice, defence, review, consent."""
    facts, number = dossier.case.facts, dossier.numbers.get("LST-02", "")
    told = f"本机关以《拟列入名单告知书》（{number}）告知你（单位）" if number else "经依法告知你（单位）"
    said = "你（单位）提出的陈述申辩已经复核" if facts.get("statements") else "你（单位）在规定期限内没有提出陈述、申辩"
    number = facts.get("consent", {}).get("number", "")
    above = f"并报{asked_above(dossier)}（{number}）" if number else ""
    legal = f"法制审核（{_day(dossier, 'legal_review')}审核通过）"
    held_on = parts.day_cn(facts.get("discussed_on"))
    discussed = f"、负责人集体讨论（{held_on}）" if held_on else ""
    return f"{told}拟列入的事实、理由、依据和陈述申辩的权利，{said}。经{legal}{discussed}{above}"


def _day(dossier: Dossier, node: str) -> str:
    """The day on which a step was done last; today's for a draft that runs ahead of it."""
    return letter_parts.date_cn(dossier.doers.get(node, ("", dossier.today))[1])


def asked_above(dossier: Dossier) -> str:
    """Return whose word a listing needs before it is decided, and for what; empty where nobody's."""
    case = dossier.case
    # Cases from before reviews remember only that consent is needed.
    asked = case.facts.get("above", ["consent"] if case.facts.get("consent_needed") else [])
    review = f"省社会信用工作主管部门复核（{provincial_review(case)}）"
    words = {"consent": "上级机关同意", "review": review}
    return "、".join(words[each] for each in asked)


def points(dossier: Dossier) -> tuple[str, ...]:
    """Return each point of the defence, whether it was taken, and why."""
    rows = dossier.answers.get("review_defence", {}).get("points", [])
    return tuple(f"关于“{row['point'].rstrip('。')}”的意见，{TAKEN[row['taken']]}：{row['reason']}" for row in rows)


def reviewed(dossier: Dossier) -> tuple[str, ...]:
    """Return each point of the defence with its answer; then the reasons as a whole."""
    return (*points(dossier), parts.answer(dossier, "review_defence", "reasons"))


def reviewed_own(dossier: Dossier) -> tuple[str, ...]:
    """Return what the person brought forward for themselves, point by point; that nothing was, where nothing was."""
    if not dossier.case.facts.get("statements"):
        return ("本机关已告知你拟采取的措施和陈述、申辩的权利，你在规定期限内没有提出陈述、申辩。",)
    return ("你提出的陈述、申辩已经单独复核：", *reviewed(dossier))


def role(dossier: Dossier) -> str:
    """Return what a letter's one person is liable as."""
    return "、".join(LIABLE_ROLES[each["role"]] for each in dossier.case.facts.get("persons", []))
