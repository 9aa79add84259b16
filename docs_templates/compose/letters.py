"""Letters between organs: OBJ-07 核查函, 08 核查意见书, 09 催办函 in letter form; 13 恢复名誉通知书, red head."""

from docs_templates.compose.notices import FIELDS, GRID_AFTER
from docs_templates.compose.parts import addressee, attachments, contact, copies, letter_head, red_head, signature
from docs_templates.compose.sheet import Sheet
from docs_templates.compose.tables import Cell, Row, each, heads, label, table
from docs_templates.compose.words import BASIS, DUE, GROUNDS, RECORD, SUBJECT, ticks

GRID_CLAIMED = [
    heads("序号", "异议项", "系统信息", "申请人主张"),
    *each("row", "items", Row([label("{{ loop.index }}"), label("{{ row.label|cn }}"), Cell("{{ row.system_value }}"),
                               Cell("{{ row.claimed_value }}")])),
]  # fmt: skip


def _close(sheet: Sheet) -> None:
    attachments(sheet)
    signature(sheet)
    contact(sheet)
    copies(sheet, printed=False)


def inquiry() -> Sheet:
    """OBJ-07 核查函: what is disputed, what to answer, by when."""
    sheet = Sheet("异议信息核查函", letter_form=True)
    letter_head(sheet)
    addressee(sheet)
    sheet.say(
        "{{ case.received_on }},我单位收到" + SUBJECT + "对贵单位提供的" + RECORD + "提出的信用信息异议申请(受件编号:"
        "{{ case.number }})。" + BASIS + "请贵单位予以核查。有关事项函告如下:"
    )
    sheet.say("一、异议摘要", style="一级标题")
    sheet.say("{{ reasons }}")
    sheet.tag("if items")
    table(sheet, FIELDS, GRID_CLAIMED)
    sheet.add_gap(120)
    sheet.tag("endif")
    sheet.say("二、核查要求", style="一级标题")
    sheet.say(
        "请对照原始案卷核实上述信息,形成书面核查意见。核查意见应当写明核查过程、核查结论(确有错误、存在遗漏、信息无误、"
        "公示超期、不应列入或者无法核实)及其依据;需要更正或者撤销的,列明更正前后对照,并加盖单位印章。"
    )
    sheet.say("三、回复期限", style="一级标题")
    sheet.say(
        "请于" + DUE + "前(含当日)回复我单位。{% if due.note %}{{ due.note|cn }}{% endif %}", extra="<w:keepNext/>"
    )
    _close(sheet)
    return sheet


def opinion() -> Sheet:
    """OBJ-08 核查意见书: the provider's answer; its own organ signs."""
    sheet = Sheet("核查意见书", letter_form=True)
    letter_head(sheet)
    addressee(sheet)
    sheet.say(
        "你单位《{{ inquiry.title }}》{% if inquiry.number %}({{ inquiry.number }}){% endif %}收悉。关于"
        + SUBJECT
        + "对"
        + RECORD
        + "提出的异议(受件编号:{{ case.number }}),经核查,函复如下:"
    )
    sheet.say("一、核查过程", style="一级标题")
    sheet.say("{{ verification.process }}")
    sheet.say("二、核查结论", style="一级标题")
    sheet.say(*ticks("verification.conclusions", 3), style="勾选项")
    sheet.say("{{ reasons }}")
    sheet.say("三、依据", style="一级标题")
    sheet.say(GROUNDS, extra="<w:keepNext/>")
    sheet.tag("if items")
    sheet.say("四、更正前后对照", style="一级标题")
    table(sheet, FIELDS, GRID_AFTER)
    sheet.add_gap(120)
    sheet.tag("endif")
    sheet.say("特此函复。", extra="<w:keepNext/>")
    _close(sheet)
    return sheet


def urging() -> Sheet:
    """OBJ-09 催办函: the letter it recalls, the date it was due, how late it is."""
    sheet = Sheet("催办函", letter_form=True)
    letter_head(sheet)
    addressee(sheet)
    sheet.say(
        "{{ inquiry.date_cn }},我单位以《{{ inquiry.title }}》{% if inquiry.number %}({{ inquiry.number }}){% endif %}"
        "请贵单位对" + SUBJECT + "提出的信用信息异议(受件编号:{{ case.number }})进行核查,回复期限为" + DUE + "。"
    )
    sheet.tag("if urge.overdue")
    sheet.say("截至{{ urge.as_of }},我单位尚未收到贵单位的书面核查意见,已超过回复期限{{ urge.days }}个工作日。")
    sheet.tag("else")
    sheet.say("截至{{ urge.as_of }},我单位尚未收到贵单位的书面核查意见,距回复期限届满还有{{ urge.days }}个工作日。")
    sheet.tag("endif")
    sheet.say(
        BASIS + "请贵单位抓紧办理,尽快书面回复核查意见并加盖单位印章。确有困难不能按期回复的,"
        "请书面说明原因和预计回复时间。"
        "逾期情况将按有关规定纳入督办。",
        extra="<w:keepNext/>",
    )
    _close(sheet)
    return sheet


def restoration() -> Sheet:
    """OBJ-13 恢复名誉(消除影响)通知书: the wrong measure, what to undo, by when, the public correction."""
    sheet = Sheet("恢复名誉(消除影响)通知书")
    red_head(sheet)
    addressee(sheet)
    sheet.say(
        "经查,{{ measure.department }}{% if measure.from_on %}自{{ measure.from_on }}起{% endif %}"
        "因" + RECORD + "对" + SUBJECT + "采取了{{ measure.title }}的措施,"
        "所依据的信息有误(受件编号:{{ case.number }})。{{ reasons }}",
        BASIS + "请你单位采取措施恢复当事人信誉、消除不良影响。现将有关事项通知如下:",
    )
    sheet.say("一、恢复措施", style="一级标题")
    sheet.tag("for step in restoration.steps")
    sheet.say("{{ loop.index }}.{{ step }}")
    sheet.tag("endfor")
    sheet.say("二、完成期限", style="一级标题")
    sheet.say("请于" + DUE + "前(含当日)完成,并将执行结果书面反馈我单位。{% if due.note %}{{ due.note|cn }}{% endif %}")
    sheet.say("三、更正公告", style="一级标题")
    sheet.say("原信息或者惩戒措施曾经公开的,请在原公开渠道以相同方式发布下列更正公告:", "{{ restoration.notice_text }}",
              extra="<w:keepNext/>")  # fmt: skip
    attachments(sheet)
    signature(sheet)
    contact(sheet)
    copies(sheet, printed=True)
    return sheet
