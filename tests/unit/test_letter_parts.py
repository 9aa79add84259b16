"""What every letter prints of a case: whose paper, for whom, with a masked number, and relief only where it is owed."""

from dataclasses import replace
from datetime import date

import pytest

from notifications.render import to_text
from tests.process.test_objection_letters import PROVIDER, RENDERER, a_dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.process_type import LetterType
from workflows.processes.letter_parts import approval_field, head, organ_letter

LETTER = LetterType(code="TLK-02", title="约谈通知书", template="shared/notice", word="约", relief=True)
BODY = Body(sections=(Section(heading="事由", paragraphs=("未按期整改。",)),), closing=("特此通知。",))
LAYOUTS = ["announcement", "form", "letter", "minutes", "notice", "record"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_case_and_a_body_are_all_that_a_layout_asks_for(layout) -> None:
    letter = replace(LETTER, template=f"shared/{layout}")
    words = to_text(RENDERER.render(letter.template, organ_letter(BODY, a_dossier(), letter)))
    assert "事由" in words
    assert "未按期整改。" in words


def test_a_letter_is_of_the_authority_unless_another_organ_writes_it() -> None:
    ours = organ_letter(BODY, a_dossier(), LETTER)
    theirs = organ_letter(BODY, a_dossier(), LETTER, organ=PROVIDER)
    assert (ours["sign"]["organ"], theirs["sign"]["organ"]) == ("示例市公共信用信息中心", "示例市市场监督管理局")
    assert theirs["organ"]["name"] == "示例市市场监督管理局"


def test_a_natural_persons_number_is_never_printed_in_full() -> None:
    dossier = a_dossier()
    person = {**dossier.subject, "code": "110101199003070011", "code_type": "resident_id", "kind": "natural_person"}
    printed = organ_letter(BODY, replace(dossier, subject=person), LETTER)
    assert "110101199003070011" not in str(printed)
    assert printed["subject"]["code_type"] == "公民身份号码"


def test_relief_stands_only_in_letters_that_owe_it() -> None:
    assert "示例市人民政府" in organ_letter(BODY, a_dossier(), LETTER)["relief"][0]
    assert organ_letter(BODY, a_dossier(), replace(LETTER, relief=False))["relief"] == []


def test_a_letter_without_recipient_prints_no_lone_colon() -> None:
    words = to_text(RENDERER.render("shared/notice", organ_letter(BODY, a_dossier(), LETTER)))
    assert "\uff1a" not in [line.strip() for line in words.splitlines()]


def test_a_title_that_names_its_matter_keeps_number_and_date() -> None:
    dossier = replace(a_dossier(), number="示信用约〔2026〕3号", today=date(2026, 9, 2))
    assert head(dossier, "关于约谈的函") == {
        "number": "示信用约〔2026〕3号",
        "date_cn": "2026年9月2日",
        "title": "关于约谈的函",
    }


def test_a_line_of_an_approval_sheet_shows_opinion_conflict_box_and_who_signed_when() -> None:
    dossier = replace(
        a_dossier(),
        answers={"audit": {"decision": "approve", "no_conflict": "yes"}},
        doers={"audit": ("示例人丁", date(2026, 9, 21))},
    )
    assert approval_field(dossier, "audit", "审核意见", "审核岗", "opinion") == (
        "审核意见",
        "同意。\n☑本人与本件无利害关系\n审核岗\uff08签名\uff09\uff1a示例人丁    2026年9月21日",
    )
    open_line = approval_field(dossier, "approve", "负责人意见", "负责人", "opinion")[1]
    assert open_line == "\n□本人与本件无利害关系\n负责人\uff08签名\uff09\uff1a"


def test_an_approval_that_asks_for_no_declaration_of_conflict_shows_no_empty_box() -> None:
    dossier = replace(a_dossier(), answers={"review": {"opinion": "事实清楚。"}})
    assert "无利害关系" not in approval_field(dossier, "review", "经办意见", "经办岗", "opinion")[1]
