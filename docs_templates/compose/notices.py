"""Notices to the applicant (通知书, 告知书): OBJ-03 to 06, 11 and 15."""

from docs_templates.compose.parts import addressee, attachments, contact, form_title, red_head, signature
from docs_templates.compose.sheet import Sheet
from docs_templates.compose.tables import Cell, Row, each, heads, label, table
from docs_templates.compose.words import BASIS, DUE, FREE, GROUNDS, RECORD, SUBJECT

APPLIED = (
    "{{ case.received_on }},我单位收到{{ recipient.name }}通过{{ case.channel }}提交的信用信息异议申请"
    "(受件编号:{{ case.number }})"
)
#: Widths of a field grid: number, field, and the two values side by side.
FIELDS = [14, 40, 51, 51]
GRID_AFTER = [
    heads("序号", "异议项", "更正前", "更正后"),
    *each("row", "items", Row([label("{{ loop.index }}"), label("{{ row.label|cn }}"), Cell("{{ row.system_value }}"),
                               Cell("{{ row.new_value }}")])),
]  # fmt: skip


def close(sheet: Sheet) -> None:
    """Free of charge, attachments, signature, contact."""
    sheet.say(FREE, extra="<w:keepNext/>")
    attachments(sheet)
    signature(sheet)
    contact(sheet)


def relief(sheet: Sheet, heading: str) -> None:
    """The relief paragraphs (复核, 复议, 诉讼) that the authority has set for this letter; none, no heading."""
    sheet.tag("if relief")
    sheet.say(heading, style="一级标题")
    sheet.tag("for way in relief")
    sheet.say("{{ way|cn }}")
    sheet.tag("endfor")
    sheet.tag("endif")


def receipt() -> Sheet:
    """OBJ-03 收件回执: no number, the query code as text and as QR, the promised date."""
    sheet = Sheet("收件回执")
    form_title(sheet)
    table(sheet, [43, 46, 25, 42], [
        Row([label("受件编号"), Cell("{{ case.number }}"), label("收件日期"), Cell("{{ case.received_on }}")]),
        Row([label("申请人"), Cell("{{ recipient.name }}", 3)]),
        Row([label("{{ subject.code_type }}"), Cell("{{ subject.code_masked }}", 3)]),
        Row([label("提交方式"), Cell("{{ case.channel }}"), label("处理岗位"), Cell("{{ organ.contact_post }}")]),
        Row([label("联系方式"), Cell("{{ organ.phone }};{{ organ.address }}{% if organ.postcode %}"
                                 "({{ organ.postcode }}){% endif %}", 3)]),
        Row([label("异议信息"), Cell(RECORD, 3)]),
        Row([label("承诺办结日期"), Cell([DUE, "{% if due.note %}{{ due.note|cn }}{% endif %}"], 3)]),
        Row([label("收到材料"), Cell("{% for one in materials %}{{ loop.index }}.{{ one.name }}({{ one.copies }}份,"
                                     "{{ one.form }}){% if not loop.last %};{% endif %}{% endfor %}", 3)]),
        Row([label("查询码"), Cell(["{{ case.query_code }}", "扫描右侧二维码,或者输入受件编号和查询码,可以查看"
                                    "办理进度。请妥善保管查询码。"], 2),
             Cell("{% if qr %}{{ qr }}{% endif %}", 1, "二维码")], height=30),
        Row([label("收费"), Cell(FREE, 3)]),
    ])  # fmt: skip
    signature(sheet, code="", before=1)
    return sheet


def acceptance() -> Sheet:
    """OBJ-04 受理通知书: acceptance, term, who verifies, whether publication goes on."""
    sheet = Sheet("异议申请受理通知书")
    red_head(sheet)
    addressee(sheet)
    sheet.say(APPLIED + "。经审查,该申请符合受理条件。" + BASIS + "我单位决定自{{ letter.date_cn }}起予以受理。"
              "现将有关事项通知如下:")  # fmt: skip
    sheet.say("一、异议信息", style="一级标题")
    sheet.say("信用信息主体:" + SUBJECT + "。", "异议信息:" + RECORD + "。")
    sheet.say("二、办理期限", style="一级标题")
    sheet.say(
        "我单位将于" + DUE + "前(含当日)书面答复处理结果并说明理由。{% if due.note %}{{ due.note|cn }}{% endif %}"
    )
    sheet.say("三、核查单位", style="一级标题")
    sheet.say("本件由{{ verifier }}负责核查。")
    sheet.say("四、异议处理期间的信息状态", style="一级标题")
    sheet.say("{{ publicity|cn }}")
    sheet.say("办理进度可以凭收件回执载明的受件编号和查询码查询。")
    close(sheet)
    return sheet


def correction() -> Sheet:
    """OBJ-05 补正通知书: everything that is missing, at once; by when; what follows; what the clock does."""
    sheet = Sheet("补正通知书")
    red_head(sheet)
    addressee(sheet)
    sheet.say(APPLIED + "。经审查,申请材料需要补正。" + BASIS + "现一次性告知需要补正的全部内容:")
    table(sheet, [14, 62, 80], [
        heads("序号", "需要补正的材料或者内容", "补正要求"),
        *each("one", "missing", Row([label("{{ loop.index }}"), Cell("{{ one.item }}"),
                                     Cell("{{ one.requirement }}")])),
    ])  # fmt: skip
    sheet.add_gap(120)
    sheet.say(
        "请于" + DUE + "前(含当日)通过原提交渠道或者到我单位窗口(地址:{{ organ.address }})补正。"
        "只需提交上表所列内容,已提交的其他材料不必重复提交。"
        "{% if due.note %}{{ due.note|cn }}{% endif %}",
        "{{ clock_note|cn }}",
        "{{ consequence|cn }}",
    )
    close(sheet)
    return sheet


def refusal() -> Sheet:
    """OBJ-06 不予受理通知书: reason, explanation, article, where to turn, relief."""
    sheet = Sheet("不予受理通知书")
    red_head(sheet)
    addressee(sheet)
    sheet.say(APPLIED + ",所涉信息为" + RECORD + "。经审查,该申请不符合受理条件,我单位决定不予受理。现将理由告知如下:")
    sheet.say("一、不予受理的理由", style="一级标题")
    sheet.say("{{ refusal.reason|cn }}。", "{{ reasons }}")
    sheet.say("二、依据", style="一级标题")
    sheet.say(GROUNDS)
    sheet.tag("if refusal.turn_to")
    sheet.say("有关该信息的异议,可以向{{ refusal.turn_to|cn }}提出。")
    sheet.tag("endif")
    relief(sheet, "三、救济途径")
    close(sheet)
    return sheet


def reply() -> Sheet:
    """OBJ-11 处理结果告知书: matter, verification, result and reasons, before and after, relief."""
    sheet = Sheet("异议处理结果告知书")
    red_head(sheet)
    addressee(sheet)
    sheet.say(APPLIED + "。经核查,现将处理结果告知如下:")
    sheet.say("一、异议事项", style="一级标题")
    sheet.say("异议信息:" + RECORD + ",信息提供单位为{{ record.provider_name }}。", "{{ claim }}")
    sheet.say("二、核查情况", style="一级标题")
    sheet.say("{{ verification.summary }}")
    sheet.say("三、处理结果和理由", style="一级标题")
    sheet.say(
        "处理结果:{{ outcome.label|cn }}。",
        "理由:{{ reasons }}",
        "{% if basis %}依据:{{ basis|cn|join('\uff1b') }}。{% endif %}",
    )
    sheet.tag("if items")
    sheet.say("更正前后对照如下:", extra="<w:keepNext/>")
    table(sheet, FIELDS, GRID_AFTER)
    sheet.add_gap(120)
    sheet.tag("endif")
    sheet.tag("if correction.done_on")
    sheet.say("上述更正(撤销)已于{{ correction.done_on }}完成。")
    sheet.tag("elif correction.due_on")
    sheet.say("上述更正(撤销)将于{{ correction.due_on }}前(含当日)完成。")
    sheet.tag("endif")
    relief(sheet, "四、复核和救济途径")
    close(sheet)
    return sheet


def termination() -> Sheet:
    """OBJ-15 终止办理告知书, with the withdrawal on a page of its own."""
    sheet = Sheet("终止办理告知书")
    red_head(sheet)
    addressee(sheet)
    sheet.say(
        APPLIED + ",异议信息为" + RECORD + "。{{ withdrawal.received_on }},"
        "我单位收到撤回该申请的书面意思表示(见附件)。",
        BASIS + "我单位决定自{{ letter.date_cn }}起终止办理。终止办理不影响对该信息再次提出异议的权利。",
        "{{ publicity|cn }}",
    )
    sheet.say(FREE, extra="<w:keepNext/>")
    sheet.say("附件:撤回信用信息异议申请书", style="附件说明",
              extra='<w:spacing w:before="579" w:after="0" w:line="579" w:lineRule="exact"/><w:ind w:'
                    'left="640"/>')  # fmt: skip
    signature(sheet)
    contact(sheet)
    sheet.say("附件", style="一级标题", extra='<w:pageBreakBefore/><w:ind w:firstLine="0" w:firstLineChars="0"/>')
    title_text = '<w:spacing w:before="579" w:after="579" w:line="700" w:lineRule="exact"/>'
    sheet.say("撤回信用信息异议申请书", style="公文标题", extra=title_text)
    sheet.say("{{ organ.name }}:", style="主送机关")
    sheet.say(
        "本人(单位)于{{ case.received_on }}就" + RECORD + "提出信用信息异议申请"
        "(受件编号:{{ case.number }})。现自愿撤回该申请。",
        "撤回原因:{{ withdrawal.reason }}",
        "本人(单位)知悉:撤回后该申请终止办理,不影响以后就同一信息再次提出异议。",
    )
    right = '<w:ind w:right="1280"/><w:jc w:val="right"/>'
    room = '<w:spacing w:before="1158" w:after="0" w:line="579" w:lineRule="exact"/>'
    sheet.say("申请人(签名或者盖章):{{ withdrawal.signed_by }}", style="署名", extra=room + right)
    sheet.say("{{ withdrawal.received_on }}", style="署名", extra=right)
    return sheet
