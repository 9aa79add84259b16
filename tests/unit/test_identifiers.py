"""Who is who: codes are accepted when a real office's would be, and a slip of one digit is always noticed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from workflows.domain import identifiers
from workflows.domain.errors import BadIdentifier

TODAY = date(2026, 9, 18)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _with_check(first_seventeen: str) -> str:
    return first_seventeen + uscc.calc_check_digit(first_seventeen)


def _resident(first_seventeen: str) -> str:
    return first_seventeen + ric.calc_check_digit(first_seventeen + "0")


valid_uscc = st.builds(
    lambda dept, kind, place, body: _with_check(dept + kind + place + body),
    st.sampled_from("123456789ANY"),
    st.sampled_from(ALPHABET),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)
valid_resident_id = st.builds(
    lambda place, born, order: _resident(place + born.strftime("%Y%m%d") + order),
    st.sampled_from(["370306", "410184", "810000", "820000", "830000", "911840"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.text("0123456789", min_size=3, max_size=3),
)


@given(valid_uscc)
def test_every_code_with_its_right_check_digit_is_accepted(code: str) -> None:
    assert identifiers.parse_uscc(code) == code


@given(valid_uscc, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_character_changed_makes_a_code_refused(code: str, place: int, other: str) -> None:
    if code[place] == other:
        return
    with pytest.raises(BadIdentifier):
        identifiers.parse_uscc(code[:place] + other + code[place + 1 :])


@given(valid_resident_id)
def test_every_identity_number_with_its_right_check_digit_is_accepted(number: str) -> None:
    assert identifiers.parse_resident_id(number, TODAY) == number


@given(valid_resident_id, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_one_digit_changed_makes_an_identity_number_refused(number: str, place: int, other: str) -> None:
    if number[place] == other:
        return
    with pytest.raises(BadIdentifier):
        identifiers.parse_resident_id(number[:place] + other + number[place + 1 :], TODAY)


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_code_or_a_worded_refusal(text: str) -> None:
    for parse in (identifiers.parse_uscc, lambda typed: identifiers.parse_resident_id(typed, TODAY)):
        try:
            answer = parse(text)
        except BadIdentifier as refusal:
            answer = str(refusal)
        assert len(answer) == 18 or "不正确" in answer


@pytest.mark.parametrize("code", ["91110000600037341L", "11370306004220545G"])
def test_codes_seen_in_published_papers_are_accepted(code: str) -> None:
    assert identifiers.parse_uscc(code) == code


@pytest.mark.parametrize("department", ["N2", "Y1", "A1"])
def test_village_collectives_and_other_departments_that_the_library_refuses_are_accepted(department: str) -> None:
    code = _with_check(f"{department}410184MA0000001")
    assert not uscc.is_valid(code)
    assert identifiers.parse_uscc(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "９１１１００００６００037341Ｌ",
        " 91 110000 600037341l ",
        "91-110000-600037341-L",
        "\u202d91110000600037341L\u202c",
    ],
)
def test_full_width_spaces_hyphens_small_letters_and_invisible_marks_do_not_matter(typed: str) -> None:
    assert identifiers.parse_uscc(typed) == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "没有填写"),
        ("91110000600037341", "18 位"),
        ("91110000600037341LL", "18 位"),
        ("9" * 100_000, "18 位"),
        ("9111OO00600037341L", "I、O、Z、S、V"),
        ("91A10000600037341L", "第 3 至 8 位"),
        ("91一10000600037341L", "第 3 至 8 位"),
        ("٩١110000600037341L", "只能由数字"),
        ("91110000600037341M", "校验码"),
    ],
)
def test_the_refusal_of_a_code_says_what_is_wrong(typed: str, why: str) -> None:
    with pytest.raises(BadIdentifier) as refusal:
        identifiers.parse_uscc(typed)
    assert why in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "没有填写"),
        ("370306900101001", "15 位"),
        ("37030619900101001", "18 位"),
        ("37030619900101X019", "前 17 位"),
        (_resident("37030619900230001"), "真实存在"),
        (_resident("37030620260919001"), "晚于今天"),
        ("37030629990101001X", "晚于今天"),
        (_resident("37030618950101001"), "过早"),
        ("370306199001010010", "校验码"),
    ],
)
def test_the_refusal_of_an_identity_number_says_what_is_wrong(typed: str, why: str) -> None:
    with pytest.raises(BadIdentifier) as refusal:
        identifiers.parse_resident_id(typed, TODAY)
    assert why in str(refusal.value)


def test_somebody_born_today_has_a_number_and_somebody_born_tomorrow_has_none() -> None:
    assert identifiers.parse_resident_id(_resident("37030620260918001"), TODAY)
    with pytest.raises(BadIdentifier):
        identifiers.parse_resident_id(_resident("37030620260918001"), TODAY - timedelta(days=1))


def test_the_refusal_of_a_wrong_check_digit_does_not_give_the_right_one_away() -> None:
    with pytest.raises(BadIdentifier) as of_code:
        identifiers.parse_uscc("91110000600037341M")
    assert "L" not in str(of_code.value)
    wrong = {}
    for digit in "0123456789X":
        try:
            identifiers.parse_resident_id("37030619900101001" + digit, TODAY)
        except BadIdentifier as refusal:
            wrong[digit] = str(refusal)
    assert len(wrong) == 10
    assert len(set(wrong.values())) == 1


def test_a_place_in_no_table_is_a_warning_and_no_refusal() -> None:
    number = _resident("99999919900101001".replace("999999", "379999"))
    assert identifiers.parse_resident_id(number, TODAY) == number
    assert identifiers.resident_id_notes(number) == (identifiers.UNKNOWN_PLACE_NOTE,)
    assert identifiers.resident_id_notes(_resident("37030619900101001")) == ()


@pytest.mark.parametrize("place", ["810000", "820000", "830000"])
def test_residence_permits_of_hong_kong_macao_and_taiwan_need_no_warning(place: str) -> None:
    number = identifiers.parse_resident_id(_resident(f"{place}19900101001"), TODAY)
    assert identifiers.resident_id_notes(number) == ()


def test_a_foreign_residents_number_is_accepted_with_a_note_that_its_layout_is_unverified() -> None:
    number = identifiers.parse_resident_id(_resident("91184019900101001"), TODAY)
    assert identifiers.resident_id_notes(number) == (identifiers.FOREIGN_RESIDENT_NOTE,)


def test_handlers_see_ten_digits_of_an_identity_number_and_the_public_sees_two() -> None:
    number = "370306199001010017"
    assert identifiers.mask_resident_id(number) == "370306********0017"
    assert identifiers.mask_resident_id(number, public=True) == "3****************7"


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        (identifiers.mask_code("92110000600037341L"), "92************341L"),
        (identifiers.mask_code("A1234"), "*****"),
        (identifiers.mask_phone("13800000000"), "138****0000"),
        (identifiers.mask_phone("110"), "***"),
        (identifiers.mask_name("某甲"), "某*"),
        (identifiers.mask_name("某甲乙"), "某**"),
        (identifiers.mask_name("某"), "*"),
        (identifiers.mask_name(""), ""),
        (identifiers.mask_resident_id("E12345678"), "*********"),
    ],
)
def test_what_is_hidden_stays_hidden_even_in_short_texts(masked: str, expected: str) -> None:
    assert masked == expected


def test_an_individual_business_is_told_by_its_code_because_it_is_personal_information() -> None:
    assert identifiers.is_sole_trader("92110000600037341L")
    assert not identifiers.is_sole_trader("91110000600037341L")
