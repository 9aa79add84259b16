"""What the letters of intake say: application, commitment, receipt, acceptance, 补正, refusal, forwarding, end."""

from datetime import date

from workflows.domain.dossier import Dossier
from workflows.domain.identifiers import mask_code, mask_name
from workflows.domain.letter_body import Body, Grid, Section
from workflows.processes.letter_parts import basis, code_type, date_cn, sentence
from workflows.processes.repair.letters.parts import bans_told, clock, explained, fulfilment, last_day
from workflows.processes.repair.rules.eligibility import cited, matters_of
from workflows.processes.repair.words import AGAIN, CLAUSES, KINDS, REASON_ARTICLES, REFUSAL_REASONS
from workflows.processes.repair_information import FREE, MATERIALS, day, periods, records


def application(dossier: Dossier) -> Body:
    """REP-01 信用修复申请表."""
    form, subject = dossier.application, dossier.subject
    return Body(
        sections=(
            Section(
                heading="申请人",
                fields=(
                    ("名称（姓名）", subject["name"]),
                    (code_type(subject["code_type"]), mask_code(subject["code"])),
                    ("法定代表人", subject["legal_representative"]),
                    ("联系人、电话", f"{form.get('contact_name', '')} {form.get('contact_phone', '')}".strip()),
                    ("送达地址", form.get("address", "")),
                    ("重整（和解）裁定", form.get("ruling") or "无"),
                ),
            ),
            Section(
                heading="修复类型",
                fields=(("作出认定的单位", "" if dossier.provider is None else dossier.provider.name),),
                ticks=tuple((label, key == form.get("kind")) for key, label in KINDS.items()),
            ),
            Section(heading="失信信息", grid=records(dossier)),
            Section(heading="履行和整改情况", grid=fulfilment(dossier)),
            Section(heading="材料清单", paragraphs=tuple(dossier.attachments) or ("履行情况由系统核验。",)),
        ),
        closing=("申请人对所填内容和所附材料的真实性负责。", FREE),
        signatures=("申请人（签章）",),
    )


def commitment(dossier: Dossier) -> Body:
    """REP-02 信用修复承诺书: clause by clause."""
    ticked = set(dossier.application.get("clauses", ()))
    return Body(
        opening=(f"{dossier.subject['name']}就信用修复郑重承诺：",),
        sections=(
            Section(heading="承诺事项", ticks=tuple((text, key in ticked) for key, text in CLAUSES.items())),
            Section(heading="所涉信息", grid=records(dossier)),
        ),
        signatures=("承诺人（签章）", "法定代表人（签名）"),
    )


def public_commitment(dossier: Dossier) -> Body:
    """SHR-06, the version for the public: no telephone, no identity number."""
    name = str(dossier.subject["name"])
    shown = mask_name(name) if dossier.case.facts.get("natural_person") else name
    return Body(
        opening=(f"{shown}于{date_cn(dossier.case.received_on)}公开作出信用修复承诺。",),
        sections=(Section(heading="承诺事项", paragraphs=tuple(CLAUSES.values())),),
        closing=("承诺履行情况由认定单位跟踪复核，违背承诺的依法撤销修复。",),
    )


def receipt(dossier: Dossier) -> Body:
    """收件回执: what came in, and by when it is answered."""
    due = explained(clock(dossier, "repair.feedback"), "收到申请")
    organ = "" if dossier.provider is None else dossier.provider.name
    return Body(
        sections=(
            Section(
                heading="办件信息",
                fields=(
                    ("查询码", dossier.query_code),
                    ("申请人", str(dossier.subject["name"])),
                    ("收件日期", date_cn(dossier.case.received_on)),
                    *((("最迟反馈日期", due),) if due else ()),
                    ("收到的材料", "、".join(("申请表", "信用承诺书", *dossier.attachments))),
                    ("受理、办理", "；".join(filter(None, (dossier.authority.contact_post, organ)))),
                ),
            ),
            Section(heading="申请修复的信息", grid=records(dossier)),
        ),
        closing=(f"凭编号和查询码可以随时查询办理进度。{FREE}",),
    )


def acceptance(dossier: Dossier) -> Body:
    """受理通知书."""
    organ = "作出认定的单位" if dossier.provider is None else dossier.provider.name
    found = basis(dossier, "repair.accept")
    under = f"根据{found[0]}，" if found else ""
    due = explained(clock(dossier, "repair.feedback"), "收到申请")
    return Body(
        opening=(
            f"您提出的信用修复申请（{dossier.case.number}）材料齐全，符合受理条件。{under}现予受理，"
            f"转{organ}核查并作出决定{f'，最迟{due}反馈结果' if due else ''}。",
        ),
        sections=(Section(heading="所涉信息", grid=records(dossier)),),
        closing=(FREE,),
    )


def correction(dossier: Dossier) -> Body:
    """补正通知书: everything that is missing, once."""
    rows = tuple(
        (str(place), MATERIALS.get(row["item"], row["item"]), row["requirement"])
        for place, row in enumerate(dossier.case.facts.get("missing", ()), 1)
    )
    found = basis(dossier, "repair.accept")
    under = f"根据{found[0]}，" if found else ""
    counted = "补正期间不计入办理期限。" if dossier.requires.get("correction_stops") else "补正期间办理期限照常计算。"
    return Body(
        opening=(
            f"您提出的信用修复申请（{dossier.case.number}）尚缺下列材料。"
            f"{under}请最迟于{day(dossier.case.facts.get('supply_by'))}补正，可以登录本系统补交，也可以送交受理窗口。",
        ),
        sections=(Section(heading="补正清单", grid=Grid(columns=("序号", "材料", "要求"), rows=rows)),),
        closing=(f"本清单一次性告知。{counted}逾期未补正的，可以不予受理。", FREE),
    )


def refusal(dossier: Dossier) -> Body:
    """不予受理通知书 with the coded reason, its article, and when to come again."""
    code = dossier.case.facts.get("refuse_code", "")
    answers = dossier.answers.get("examine", {})
    turn_to = answers.get("refer_to") or ""
    due = (
        ("各条信息自表列“可申请修复之日”起可以再次申请，最短公示期届满日为该日的前一日。", periods(dossier))
        if code == "not_due"
        else ()
    )
    never = dossier.case.facts.get("never_text", "") if code == "unrepairable" else ""
    matters = matters_of(dossier.case)
    own = next((each for each in matters if each.get("never_article")), matters[0] if matters else {})
    article = answers.get("never_article") or cited(dossier.case, code, own) or REASON_ARTICLES.get(code, "")
    reason = f"{REFUSAL_REASONS.get(code, '')}（{article}）。" if code else ""
    return Body(
        opening=(f"您提出的信用修复申请（{dossier.case.number}），经审查不予受理。",),
        sections=(
            Section(
                heading="理由和依据",
                paragraphs=(reason, *bans_told(dossier, code), sentence(never), sentence(answers.get("reasons"))),
            ),
            Section(heading="所涉信息", grid=records(dossier), paragraphs=due),
            Section(heading="再次申请", paragraphs=(AGAIN.get(code, ""),) if code != "not_ours" else ()),
            Section(heading="转办去向", paragraphs=(f"请向{turn_to}提出。",) if turn_to else ()),
        ),
        closing=(FREE,),
    )


def forwarding(dossier: Dossier) -> Body:
    """REP-05 转办单."""
    return Body(
        sections=(
            Section(
                heading="转办",
                fields=(
                    ("推送时间", date_cn(dossier.today)),
                    ("认定单位", "" if dossier.provider is None else dossier.provider.name),
                    ("最迟决定日期", last_day(clock(dossier, "repair.decide"))),
                ),
            ),
            Section(heading="所涉信息", grid=records(dossier)),
            Section(heading="履行和整改情况", grid=fulfilment(dossier)),
            Section(heading="签收", fields=(("签收人", ""), ("签收时间", ""))),
        ),
    )


def termination(dossier: Dossier) -> Body:
    """终止办理告知书 after the applicant withdrew."""
    on = dossier.case.facts.get("withdrawn_on")
    when = f"于{date_cn(date.fromisoformat(on))}" if on else ""
    return Body(
        opening=(f"您{when}撤回信用修复申请（{dossier.case.number}），本机关终止办理，不影响您再次申请。",),
        closing=(FREE,),
    )
