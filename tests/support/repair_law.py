"""The national classes and a rule of keeping as data, for tests that count publicity without any shipped pack."""

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.domain.policy import Pack, Rank, Requires
from workflows.operations.office import Office

DEMANDS: dict[str, Any] = {
    "classes": {
        "轻微": {"published": False, "max": {"n": 3, "unit": "month"}, "article": "第一条"},
        "一般": {"min": {"n": 3, "unit": "month"}, "max": {"n": 1, "unit": "year"}, "article": "第一条"},
        "严重": {"min": {"n": 1, "unit": "year"}, "max": {"n": 3, "unit": "year"}, "article": "第一条"},
    },
    "keeping": {"n": 5, "unit": "year", "article": "第二条"},
    "start_note": "起算日待核实。",
}


def with_repair_law(office: Office) -> Office:
    """The office with one national pack in place of any that it has."""
    pack = Pack(
        id="national/2026-04-01",
        jurisdiction="national",
        parent="",
        place="全国",
        name="示例办法",
        title="示例办法",
        rank=Rank.RULE,
        valid_from=date(2026, 4, 1),
        valid_to=None,
        source="示例",
        note="",
        limits={},
        requires=Requires(),
        demands={"repair": DEMANDS},
    )
    others = {
        key: replace(each, demands={}) for key, each in office.packs.items() if each.jurisdiction != "national"
    }
    return replace(office, packs={**others, pack.id: pack})
