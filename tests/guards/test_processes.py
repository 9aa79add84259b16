"""Every business type fits together: diagram, forms, posts, rule packs, operations, letters and notices."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.shared import ROOT
from workflows.domain.access import Role
from workflows.domain.policy import Limit, Pack
from workflows.domain.process_type import ProcessType
from workflows.operations.check_processes import check_process, check_processes
from workflows.policies import library as policies
from workflows.processes import discover

PROCESSES = discover()
BPMN, TEMPLATES = ROOT / "bpmn", ROOT / "docs_templates"
OBJECTION = PROCESSES["objection"]
XINZHENG = policies.packs()["xinzheng/2018-03-28"]


@pytest.mark.parametrize("key", PROCESSES)
def test_everything_fits(key: str) -> None:
    found = check_processes({key: PROCESSES[key]}, policies.packs(), bpmn=BPMN, templates=TEMPLATES)
    assert [f"{flaw.where}: {flaw.message}" for flaw in found] == []


def flaws(process: ProcessType = OBJECTION, pack: Pack = XINZHENG, bpmn: Path = BPMN) -> set[str]:
    return {flaw.where for flaw in check_process(process, {pack.id: pack}, bpmn=bpmn, templates=TEMPLATES)}


def with_limit(rule: str, limit: Limit | None) -> Pack:
    limits = {key: value for key, value in XINZHENG.limits.items() if key != rule}
    return replace(XINZHENG, limits={**limits, rule: limit} if limit else limits)


def without(mapping: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in mapping.items() if name != key}


class TestTheGuardSees:
    """Each thing that could be forgotten is found by name."""

    def test_a_human_task_without_form_and_post(self) -> None:
        assert flaws(replace(OBJECTION, tasks=without(dict(OBJECTION.tasks), "verify"))) == {"verify"}  # type: ignore[arg-type]

    def test_a_process_that_staff_opens_without_being_told_what_it_is_for(self) -> None:
        silent = replace(PROCESSES["rectification"], summary="")
        assert "rectification" in {flaw.where for flaw in check_process(silent, {}, bpmn=BPMN, templates=TEMPLATES)}

    def test_a_declared_task_that_is_not_drawn(self) -> None:
        extra = replace(OBJECTION.tasks["verify"], node="verify_again")
        assert flaws(replace(OBJECTION, tasks={**OBJECTION.tasks, "verify_again": extra})) == {"verify_again"}

    def test_a_post_that_is_not_the_lane(self) -> None:
        wrong = replace(OBJECTION.tasks["verify"], role=Role.HEAD)
        assert flaws(replace(OBJECTION, tasks={**OBJECTION.tasks, "verify": wrong})) == {"verify"}

    def test_a_timer_without_rule_and_a_rule_without_timer(self) -> None:
        rules = without(dict(OBJECTION.rules), "objection.correction")
        found = flaws(replace(OBJECTION, rules={**rules, "objection.appeal": "复核"}))  # type: ignore[dict-item]
        assert found == {
            "correction_breach", "supply_corrections", "objection.appeal", "xinzheng/2018-03-28 objection.appeal",
        }  # fmt: skip

    def test_a_pack_that_is_silent_about_a_clock(self) -> None:
        assert flaws(pack=with_limit("objection.verify", None)) == {"xinzheng/2018-03-28 objection.verify"}

    def test_a_pack_that_says_why_it_has_no_limit_is_enough(self) -> None:
        reasoned = Limit(rule="objection.verify", none="没有规定。")
        assert flaws(pack=with_limit("objection.verify", reasoned)) == set()

    def test_a_stage_that_calls_itself_the_cap(self) -> None:
        hard = replace(XINZHENG.limits["objection.verify"], hard=True)
        assert flaws(pack=with_limit("objection.verify", hard)) == {"xinzheng/2018-03-28 objection.verify"}

    def test_a_letter_without_template(self) -> None:
        lost = replace(OBJECTION.letters["OBJ-11"], template="objection/lost")
        assert flaws(replace(OBJECTION, letters={**OBJECTION.letters, "OBJ-11": lost})) == {"OBJ-11"}

    def test_a_notice_without_words(self) -> None:
        notices = without(dict(OBJECTION.notices), "deadline_breached")
        assert flaws(replace(OBJECTION, notices=notices)) == {"deadline_breached"}  # type: ignore[arg-type]

    def test_a_fact_that_no_case_has_at_its_beginning(self) -> None:
        facts = OBJECTION.opening_facts
        short = replace(
            OBJECTION,
            opening_facts=lambda case, requires: {
                name: value for name, value in facts(case, requires).items() if name != "own_scope"
            },
        )
        assert flaws(short) == {"flow_own_scope_gateway__accepted_own"}

    @pytest.mark.parametrize(
        ("old", "new", "where"),
        [
            ('implementation="archive"', 'implementation="destroy"', "archive"),
            ('id="withdrawal" name="withdrawal"', 'id="withdrawal" name="retraction"', "withdrawal"),
            ("<bpmn:serviceTask id=\"archive\"", "<bpmn:scriptTask id=\"archive\"", "archive"),
        ],
    )  # fmt: skip
    def test_a_diagram_that_names_what_does_not_exist(self, tmp_path: Path, old: str, new: str, where: str) -> None:
        drawn = (BPMN / "objection.bpmn").read_text("utf-8")
        assert old in drawn
        drawn = drawn.replace(old, new)
        if "scriptTask" in new:
            head, _, tail = drawn.partition(new)
            drawn = head + new + tail.replace("</bpmn:serviceTask>", "</bpmn:scriptTask>", 1)
        (tmp_path / "objection.bpmn").write_text(drawn, "utf-8")
        assert where in flaws(bpmn=tmp_path)

    def test_a_diagram_that_is_not_there(self, tmp_path: Path) -> None:
        assert flaws(bpmn=tmp_path) == {"objection.bpmn"}
