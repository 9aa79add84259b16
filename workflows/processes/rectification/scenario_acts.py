"""What people do in the scenarios of rectification and interviews: forms filled as they are typed."""

from datetime import date, timedelta
from typing import Any

from workflows.domain.scenario import Act, Do, Open
from workflows.processes import scenario_acts as acts

#: A Monday in the autumn of 2026, after the make-up Sunday of 20 September.
BEGINS = date(2026, 9, 21)
#: The last day of the order, and the working day three before it on which the subject is reminded.
REPORT_BY, REMINDED_ON = date(2026, 9, 30), date(2026, 9, 25)
#: What a late step says of itself.
LATE = "other"

OPENING: dict[str, Any] = {
    "statement": "在经营场所张贴的宣传材料与商品实际质量不符，经处罚后仍未更换。",
    "basis": "《中华人民共和国反不正当竞争法》第八条；示市监罚决〔2026〕11号。",
    "contact_name": "示例联系人",
    "contact_phone": "13800000000",
    "contact_email": "applicant@demo.example",
    "address": "示例市示例路1号",
    "e_service": True,
}
_ITEMS = (("宣传材料与实际不符", "撤换全部宣传材料"), ("未建立广告审查制度", "制定制度并指定专人审查"))

#: The department opens a case about a record.
OPEN = Open(who="recogniser", form=OPENING, about_record=True)
DROP = Do(who="recogniser", node="draft_order", form={"outcome": "drop", "reasons": "主体已自行整改并提交佐证。"})


def draft(report_by: date = REPORT_BY) -> Do:
    """The order with two items, by a day: the first is due two days before it."""
    items = [
        {"problem": problem, "requirement": wanted, "due": (report_by - timedelta(days=before)).isoformat()}
        for (problem, wanted), before in zip(_ITEMS, (2, 0), strict=True)
    ]
    form = {
        "outcome": "order", "items": items, "report_by": report_by.isoformat(),
        "report_how": "登录本系统逐项提交，或者送交本单位窗口。",
    }  # fmt: skip
    return Do(who="recogniser", node="draft_order", form=form)


def sign(node: str) -> Do:
    """A signature of the department's head."""
    return acts.sign("chief", node)


def serve(node: str, on: date | None, method: str = "electronic") -> Do:
    """Service on a day; without a day it did not arrive in time."""
    form: dict[str, Any] = {"method": "post", "served_on": BEGINS.isoformat(), "unserved": True, "note": "地址有误。"}
    if on is not None:
        form = {"method": method, "served_on": on.isoformat(), "receiver": "示例联系人", "system": "信案通系统收件箱"}
    return Do(who="recogniser", node=node, form=form)


def order(on: date) -> tuple[Act, ...]:
    """From the opening to the service of the order on a day."""
    return (OPEN, draft(), sign("sign_order"), serve("serve_order", on))


def report(who: str = "applicant") -> Do:
    """The subject reports on both items."""
    rows = [
        {"no": "1", "measure": "已撤换全部宣传材料，照片附后。", "state": "done"},
        {"no": "2", "measure": "已制定制度，指定法务专员审查。", "state": "done"},
    ]
    form = {"request": "report", "report_items": rows, "overall": "已全部整改。", "responsible": "示例甲 总经理"}
    return Do(who=who, node="report", form=form)


def ask_extension(until: date) -> Do:
    """The subject asks for more time."""
    form = {"request": "extend", "extend_to": until.isoformat(), "extend_reason": "制度需经职工代表大会讨论。"}
    return Do(who="applicant", node="report", form=form)


def extend(until: date | None) -> Do:
    """The head grants more time until a day, or none."""
    form = {"grant": "yes", "until": until.isoformat(), "opinion": "理由成立。"} if until is not None else {}
    return Do(who="chief", node="decide_extension", form=form or {"grant": "no", "opinion": "现有期限足够。"})


def refuse_late(report_by: date) -> Do:
    """The head refuses more time after the last day and gives a short term in which to report."""
    form = {"grant": "no", "until": report_by.isoformat(), "opinion": "理由不成立，另给报告期限。"}
    return Do(who="chief", node="decide_extension", form=form)


def inspect(conclusion: str, second: str | None = None) -> tuple[Act, ...]:
    """Two officers inspect; ``second`` where the second finds something else."""
    rows = [
        {"no": "1", "finding": conclusion, "remark": "现场查看宣传栏。"},
        {"no": "2", "finding": conclusion, "remark": "调阅制度文本。"},
    ]
    first = {
        "inspect_items": rows, "course": "现场查看并调阅资料。", "conclusion": conclusion, "no_conflict": "yes",
    }  # fmt: skip
    own = {"conclusion": second or conclusion, "course": "与第一核查人共同到现场，独立作出结论。", "no_conflict": "yes"}
    return (
        Do(who="recogniser", node="inspect_first", form=first),
        Do(who="recogniser2", node="inspect_second", form=own),
    )


def plan(kind: str, on: date, reply_by: date) -> Do:
    """An interview is planned."""
    form = {
        "kind": kind, "cause": "责令整改后，宣传材料仍未撤换。", "basis": "《示例市社会信用管理办法》有关约谈的规定",
        "persons": "法定代表人示例甲", "held_on": on.isoformat(), "begins_at": "09:30", "minutes": "60",
        "place": "示例市示例路1号三楼会议室", "bring": "身份证件、营业执照复印件。", "reply_by": reply_by.isoformat(),
    }  # fmt: skip
    return Do(who="recogniser", node="choose_interview", form=form)


def summon(kind: str, on: date, reply_by: date, served_on: date) -> tuple[Act, ...]:
    """An interview is planned, approved and its notice served."""
    return (plan(kind, on, reply_by), sign("approve_interview"), serve("serve_notice", served_on))


def reply(attend: bool) -> Do:
    """The subject answers the notice."""
    form = {"attend": "yes", "attendee": "示例甲 总经理"} if attend else {"attend": "no", "reason": "出差在外。"}
    return Do(who="applicant", node="reply_attendance", form=form)


def hold(on: date, receipt_by: date, breach: str | None = None) -> Do:
    """The interview takes place."""
    form = {
        "attended": "yes", "held_on": on.isoformat(), "began_at": "09:30", "ended_at": "10:15",
        "place": "示例市示例路1号三楼会议室", "host": "示例市监认定员甲 科长", "recorder": "示例市监认定员乙 科员",
        "attendees": "示例甲 总经理", "told": True, "confirmed": "yes", "statement": "认可上述事实，将立即整改。",
        "requirements": "立即撤换宣传材料，建立审查制度。", "receipt_by": receipt_by.isoformat(),
    }  # fmt: skip
    return Do(who="recogniser", node="hold_interview", form=form, breach=breach)


def absent(on: date, receipt_by: date | None = None, *, justified: bool = False) -> Do:
    """Nobody comes; without a day for the receipt the subject is summoned again."""
    form = {
        "attended": "no", "held_on": on.isoformat(), "place": "示例市示例路1号三楼会议室",
        "host": "示例市监认定员甲 科长", "recorder": "示例市监认定员乙 科员", "notified": "通知书已电子送达。",
        "absence_reason": "突发疾病住院，附诊断证明。" if justified else "不明。",
        "justified": "yes" if justified else "no",
        "receipt_by": receipt_by.isoformat() if receipt_by else "",
    }  # fmt: skip
    return Do(who="recogniser", node="hold_interview", form=form)


def close_record(due: date, *, refused: bool = False, promised: bool = True) -> tuple[Act, ...]:
    """The record is read back and signed or not, promises or requirements are noted, due on a day."""
    read: dict[str, Any] = {"read_back": True, "signing": "signed", "pages": "3"}
    if refused:
        read = {**read, "signing": "refused", "refusal": "认为处理过重。", "witness": "示例社区工作人员"}
    noted = {
        "committed": "yes" if promised else "no",
        "commitments": [{"matter": "撤换全部宣传材料并提交照片", "due": due.isoformat()}],
        "minutes": "一是责令立即撤换宣传材料。\n二是建立广告审查制度。", "cc": "示例市公共信用信息中心",
    }  # fmt: skip
    return (
        Do(who="recogniser", node="sign_record", form=read, files=() if refused else ("约谈笔录（逐页签名）.pdf",)),
        Do(
            who="recogniser", node="record_commitments", form=noted,
            files=("约谈承诺书（签章）.pdf",) if promised else (),
        ),
    )


def follow_up(result: str, on: date) -> Do:
    """Promises and requirements are checked on a day."""
    form = {"result": result, "checked_on": on.isoformat(), "findings": "现场查看。"}
    return Do(who="recogniser", node="follow_up", form={**form, "unkept": ["1"]} if result == "failed" else form)
