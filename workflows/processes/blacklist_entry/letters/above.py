"""What goes to those in charge and above before a listing is decided: 集体讨论记录 and 报批表 (LST-05)."""

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_entry.forms import DiscussForm
from workflows.processes.blacklist_entry.letters import hearing


def request(dossier: Dossier) -> Body:
    """Return what 列入名单报批表 (LST-05A) says: what is asked of whom, the opinions so far, the answer."""
    kind, number = parts.kind_of(dossier), dossier.case.facts.get("consent", {}).get("number", "")
    held_on = parts.day_cn(dossier.case.facts.get("discussed_on"))
    discussed = (("集体讨论", f"{held_on}讨论决定同意列入，见集体讨论记录"),) if held_on else ()
    return Body(
        sections=(
            Section(
                fields=(
                    ("呈报单位", parts.department(dossier).name),
                    ("呈报事项", f"拟将当事人列入{kind.name}，报请{hearing.asked_above(dossier)}"),
                    *parts.subject_fields(dossier),
                    ("失信事实", parts.answer(dossier, "assess", "facts")),
                    ("依据", f"{parts.list_basis(dossier)}；{parts.basis_words(dossier)}"),
                    ("陈述申辩", "已经复核，见陈述申辩复核意见书"),
                    letter_parts.approval_field(dossier, "review_defence", "经办意见", "认定单位经办岗", "reasons"),
                    letter_parts.approval_field(dossier, "legal_review", "法制审核意见", "法制审核岗", "opinion"),
                    *discussed,
                    letter_parts.approval_field(dossier, "consent", "上级意见", "上级机关", "opinion"),
                    ("批复文号", number),
                )
            ),
        )
    )


def discussion(dossier: Dossier) -> Body:
    """Return what 集体讨论记录 (LST-05D) says (行政处罚法 Art. 57): when, who, what each said, the outcome."""
    said, kind = dossier.answers.get("discuss", {}), parts.kind_of(dossier)
    fields = (("讨论日期", parts.day_cn(said.get("held_on"))), *((label, parts.answer(dossier, "discuss", name))
              for name, label in (("chair", "主持人"), ("attendees", "参加人员"))))  # fmt: skip
    outcome = DiscussForm.said.get(str(said.get("decision")), "")
    return Body(
        sections=(
            Section(
                fields=(
                    *parts.subject_fields(dossier),
                    ("讨论事项", f"情节复杂或者重大，是否列入{kind.name}"),
                    ("讨论依据", str(dossier.case.facts.get("discussion") or "")),
                    *fields,
                )
            ),
            Section(heading="案情和拟处理意见", paragraphs=(
                parts.answer(dossier, "assess", "facts"), parts.answer(dossier, "review_defence", "reasons"),
            )),
            Section(heading="各人意见", paragraphs=tuple(parts.answer(dossier, "discuss", "minutes").splitlines())),
            Section(heading="讨论结论", fields=(
                ("结论", outcome), ("说明", parts.answer(dossier, "discuss", "opinion")),
            )),
        ),
        signatures=("主持人（签名）", "参加人员（签名）", "记录人（签名）"),
    )  # fmt: skip
