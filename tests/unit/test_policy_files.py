"""Packs as files: what an office may write, and how each mistake is named."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from workflows.domain.policy import Correction, Extension, Pack, Rank, Unit
from workflows.policies import library as policies
from workflows.policies.answers import check_rules
from workflows.policies.library import BadPack, PackMissing
from workflows.processes import rules_by_process

XINZHENG = (Path(policies.__file__).parent / "xinzheng" / "2018-03-28.toml").read_text("utf-8")
SHENZHEN = (Path(policies.__file__).parent / "shenzhen" / "2023-03-01.toml").read_text("utf-8")


def read(text: str) -> Pack:
    """Read ``text`` as a pack of 新郑 and check that it answers every rule."""
    pack = policies.parse_pack("xinzheng", "2018-03-28", text)
    check_rules({pack.id: pack}, rules_by_process())
    return pack


def test_ranks_are_ordered_as_the_legislation_law_orders_them() -> None:
    highest_first = [rank.label for rank in sorted(Rank, reverse=True)]
    assert highest_first == ["法律", "行政法规", "地方性法规", "规章", "规范性文件"]


def test_the_xinzheng_pack_says_what_the_text_says() -> None:
    pack = policies.pack("xinzheng/2018-03-28")
    numbers = {limit.rule: (limit.n, limit.unit, limit.start) for limit in pack.limits.values() if limit.n}
    assert "repair.keeping" not in numbers, "S1 sets no number for repair; five years of keeping are no deadline"
    assert {rule: number for rule, number in numbers.items() if rule.startswith("objection.")} == {
        "objection.forward": (5, Unit.WORKING_DAYS, "received_by_centre"),
        "objection.verify": (5, Unit.WORKING_DAYS, "received_by_provider"),
        "objection.notify": (2, Unit.WORKING_DAYS, "result_received"),
        "objection.correct": (2, Unit.WORKING_DAYS, "result_received"),
        "objection.overall": (12, Unit.WORKING_DAYS, "received_by_centre"),
    }
    assert [limit.rule for limit in pack.limits.values() if limit.hard] == ["objection.overall"]
    assert pack.requires.reasons
    assert "不影响失信行为的记录、公示与处理" in pack.requires.publication_text
    assert pack.rank is Rank.NORMATIVE_DOCUMENT


def test_extensions_are_those_of_the_texts() -> None:
    shenzhen, zhejiang = policies.pack("shenzhen/2023-03-01"), policies.pack("zhejiang/2018-01-01")
    assert shenzhen.limits["objection.verify"].extend == Extension(
        n=3, max_total=None, approver="本单位主要负责人", article="第五十一条"
    )
    assert zhejiang.limits["objection.overall"].extend == Extension(
        n=None, max_total=20, approver="省发展和改革部门负责人", article="第三十一条第一款"
    )


def test_xinzheng_lies_in_henan_and_both_are_relevant_to_it() -> None:
    found = policies.relevant("xinzheng", date(2026, 9, 18))
    assert [pack.id for pack in found] == ["xinzheng/2018-03-28", "henan/2020-05-01", "national/2026-04-01"]


def test_before_the_regulation_came_into_force_only_the_local_document_was_relevant() -> None:
    assert [pack.id for pack in policies.relevant("xinzheng", date(2020, 4, 30))] == ["xinzheng/2018-03-28"]
    with pytest.raises(PackMissing, match="henan"):
        policies.in_force("henan", date(2020, 4, 30))


def test_an_unknown_pack_or_jurisdiction_is_said_to_be_missing() -> None:
    with pytest.raises(PackMissing, match="henan/1999-01-01"):
        policies.pack("henan/1999-01-01")
    assert policies.relevant("nowhere", date(2026, 9, 18)) == ()


@pytest.mark.parametrize(
    ("wrong", "right", "named"),
    [
        ("[pack]", "[pakc]", "[pack]"),
        ("[requires]", "[demands]", "[requires]"),
        ('place = "新郑市"', 'place = ""', "place"),
        ('place = "新郑市"', "place = 1", "place"),
        ('parent = "henan"', 'above = "henan"', "above"),
        ('rank = "规范性文件"', 'rank = "文件"', "文件"),
        ("valid_from = 2018-03-28", "valid_from = 2018-03-29", "2018-03-29"),
        ("valid_from = 2018-03-28", "valid_from = 2018-03-28\nvalid_to = 3", "valid_to"),
        ("valid_from = 2018-03-28", "valid_from = 2018-03-28\nvalid_to = 2018-03-27", "valid_to"),
        ("reasons = true", 'reasons = "yes"', "reasons"),
        ("marking = false", "marking = 0", "marking"),
        ("[objection.forward]", "[objection.foward]", "foward"),
        ("[objection.forward]", "[appeal.forward]", "appeal"),
        ("n = 12", "n = -12", "objection.overall"),
        ("n = 12", "n = 0", "objection.overall"),
        ("n = 12", "n = 2.5", "objection.overall"),
        ("n = 12", "n = true", "objection.overall"),
        ("n = 12", "days = 12", "days"),
        ("hard = true", 'hard = "true"', "hard"),
        ("hard = true", "verified = 0", "verified"),
        ("hard = true", "hard = true\nhard = true", "TOML"),
        ('correction = "continue"', 'correction = "pause"', "pause"),
        ('correction = "continue"', 'suspend_for = "鉴定"', "suspend_for"),
        ('correction = "continue"', "extend = 3", "objection.overall.extend"),
        ('correction = "continue"', "extend = {approver = '负责人', article = '一'}", "max_total"),
        ('correction = "continue"', "extend = {n = 0, approver = '负责人', article = '一'}", "正整数"),
        ('correction = "continue"', "extend = {max_total = 12, approver = '负责人', article = '一'}", "大于原期限"),
        ('correction = "continue"', "extend = {n = 3, article = '一'}", "批准人"),
        ('none = "方案没有规定异议标注。"', 'none = ""', "objection.mark"),
        ('none = "方案没有规定异议标注。"', 'none = "没有"\nn = 3', "objection.mark"),
        ('unit = "set"\n', 'unit = "set"\nn = 3\n', "objection.correction"),
        ('unit = "set"\n', 'unit = "WD"\n', "objection.correction"),
        ('unit = "set"\n', 'unit = "weeks"\n', "weeks"),
        ('unit = "set"\n', 'unit = "set"\nwarn_days = 0\n', "warn_days"),
        ("n = 12", "n = 12\nwarn_days = true", "warn_days"),
    ],
)
def test_a_wrong_pack_is_refused_and_the_mistake_is_named(wrong: str, right: str, named: str) -> None:
    assert XINZHENG.count(wrong) == 1
    with pytest.raises(BadPack) as refusal:
        read(XINZHENG.replace(wrong, right))
    assert "xinzheng/2018-03-28" in str(refusal.value)
    assert named in str(refusal.value)


@pytest.mark.parametrize("key", ["article", "source", "from", "unit"])
def test_a_number_without_its_article_source_start_or_unit_is_refused(key: str) -> None:
    head, _, rest = XINZHENG.partition("[objection.forward]\n")
    kept = [line for line in rest.splitlines() if not line.startswith(f"{key} =")]
    with pytest.raises(BadPack, match=r"objection\.forward"):
        read(f"{head}[objection.forward]\n" + "\n".join(kept))


def test_a_rule_that_is_left_out_is_refused_by_name() -> None:
    without = XINZHENG.replace('[objection.mark]\nnone = "方案没有规定异议标注。"\n', "")
    assert without != XINZHENG
    with pytest.raises(BadPack, match=r"objection\.mark"):
        read(without)


def test_an_unverified_number_must_say_what_is_to_be_checked() -> None:
    text = SHENZHEN.replace('note = "天数据条例；起算点按信用中心收到异议之日理解，待对照原文核实。"\n', "")
    assert text != SHENZHEN
    with pytest.raises(BadPack, match="待核实"):
        policies.parse_pack("shenzhen", "2023-03-01", text)


def test_a_date_set_by_hand_may_be_warned_of_earlier_than_the_day_before() -> None:
    text = XINZHENG.replace('unit = "set"\n', 'unit = "set"\nwarn_days = 3\n')
    limits = read(text).limits
    assert limits["objection.correction"].warn_days == 3
    assert {limit.warn_days for rule, limit in limits.items() if rule != "objection.correction"} == {1}


def test_what_is_no_pack_at_all_is_refused() -> None:
    for text in ("", "[", "[pack]\n[requires]\n", "objection = 3\n"):
        with pytest.raises(BadPack):
            read(text)


def test_a_pack_may_exclude_or_restart_the_clock_for_corrections() -> None:
    for word in Correction:
        text = XINZHENG.replace('correction = "continue"', f'correction = "{word}"')
        assert read(text).limits["objection.overall"].correction is word


def test_packs_that_do_not_fit_together_are_refused() -> None:
    pack = read(XINZHENG)
    with pytest.raises(BadPack, match="henan"):
        policies.check_together({pack.id: pack})
    top = replace(pack, parent="")
    later = replace(top, id="xinzheng/2027-01-01", valid_from=date(2027, 1, 1))
    with pytest.raises(BadPack, match="xinzheng/2027-01-01"):
        policies.check_together({top.id: top, later.id: later})
    ended = replace(top, valid_to=date(2026, 12, 31))
    policies.check_together({ended.id: ended, later.id: later})
    circle = replace(top, parent="xinzheng")
    with pytest.raises(BadPack, match="成环"):
        policies.check_together({circle.id: circle})
