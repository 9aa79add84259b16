"""Codes of kinds of event: one each, never a kind's own name, and never another than they were."""

from hashlib import sha256

from workflows.domain.events import EVENT_NAMES
from workflows.processes import discover
from workflows.store.event_codes import CODES

#: How many codes there were when their digest was taken; more may follow behind them.
FROZEN, DIGEST = 40, "c001fd61d963c7124685e96c0590dd0cc25f87d730b8bbc44fd2380465e30572"


def test_every_code_stands_for_one_kind_and_no_kind_looks_like_a_code() -> None:
    kinds = {*EVENT_NAMES, *(kind for process in discover().values() for kind in process.events)}
    assert CODES.keys() <= kinds
    assert len(set(CODES.values())) == len(CODES)
    assert {len(code) for code in CODES.values()} == {2}
    assert min(len(kind) for kind in kinds) > 2


def test_codes_that_rows_have_are_never_changed() -> None:
    assert sha256(str(list(CODES.items())[:FROZEN]).encode()).hexdigest() == DIGEST
