"""What may be done to a case besides its tasks: say what, withdraw it, give copies of it; what it asked of others."""

from typing import Any

from webapp.access import SIGNED_IN, access
from webapp.api.base import ACT, NAMED, KeyHeader, act_key, blueprint, told
from webapp.api.schemas import acts, credit
from webapp.cases.told import powers
from webapp.context import current_actor, current_office
from webapp.exchange.board import Board, board_of
from webapp.i18n import say
from webapp.mine.told import may_withdraw
from workflows.domain.errors import Hidden
from workflows.domain.words import N_
from workflows.operations.case_page import OUTSIDE, Side
from workflows.operations.copy_case import CopyCase, copy_case, readers
from workflows.operations.read_case import read_case
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case


@blueprint.route("/cases/<int:case_id>/acts")
@access(SIGNED_IN)
@told(N_("本人现在可以对办件做什么"), "cases", *NAMED)
@blueprint.response(200, acts.CaseActs)
def offered_acts(case_id: int) -> dict[str, Any]:
    """Return what the caller may do to a case now, besides its tasks."""
    office, actor = current_office(), current_actor()
    page = read_case(office, actor, case_id)
    can, own = powers(actor, page), page.side in OUTSIDE
    return {
        "seen": page.view.substance,
        "withdraw": may_withdraw(page) if own else can.withdraw,
        "suspend_for": can.suspend_for,
        "resume": can.resume,
        "extend": [{"rule": rule, "name": say(name)} for rule, name in can.extend],
        "sign": sorted(can.sign),
        "void": sorted(can.void),
        "copy_to": [] if own else [{"id": who, "name": name} for who, name in readers(office, actor, page.view)],
    }


@blueprint.route("/cases/<int:case_id>/dispatches")
@access(SIGNED_IN)
@told(N_("推送与回执：办件要求平台和其他单位办理的事项"), "cases", *NAMED)
@blueprint.response(200, credit.Dispatches)
def dispatches(case_id: int) -> dict[str, Any]:
    """List what a case asked of others, with receipts, to the organisation that handles it."""
    page = read_case(current_office(), current_actor(), case_id)
    if page.side is not Side.CENTRE:
        raise Hidden()
    board = board_of(page)
    return {"items": [] if board is None else [_dispatch(board, row) for row in board.rows]}


@blueprint.route("/cases/<int:case_id>/withdraw", methods=["POST"])
@access(SIGNED_IN)
@told(N_("撤回申请"), "cases", *ACT)
@blueprint.arguments(acts.Reasoned)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, acts.Done)
def withdraw(body: dict[str, Any], header: dict[str, str], case_id: int) -> dict[str, int]:
    """Withdraw the caller's own application, or one that was withdrawn on paper at the counter."""
    command = WithdrawCase(case_id=case_id, key=act_key(header), **body)
    return {"case_id": withdraw_case(current_office(), current_actor(), command)}


@blueprint.route("/cases/<int:case_id>/copy", methods=["POST"])
@access(SIGNED_IN)
@told(N_("抄送"), "cases", *ACT)
@blueprint.arguments(acts.Copy)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, acts.Done)
def copy(body: dict[str, Any], header: dict[str, str], case_id: int) -> dict[str, int]:
    """Give colleagues a copy of a case."""
    office, actor = current_office(), current_actor()
    if read_case(office, actor, case_id).side in OUTSIDE:
        raise Hidden()
    to = tuple(dict.fromkeys(body["to"]))
    command = CopyCase(case_id=case_id, seen=body["seen"], key=act_key(header), to=to, note=body["reason"])
    return {"case_id": copy_case(office, actor, command)}


def _dispatch(board: Board, row: Any) -> dict[str, Any]:
    words = {
        "kind_words": board.kinds[row.kind],
        "target_words": board.targets[row.target],
        "state_words": board.states[row.state],
    }
    ordered = {"department": row.payload.get("department"), "measures": row.payload.get("measures", [])}
    return {**row._mapping, **words, **ordered}
