"""Table forms: OBJ-01 申请表, 10 审批表, 12 更正通知单, 14 标注单, SHR-01 送达回证, SHR-02 送达地址确认书."""

from docs_templates.compose.notices import FIELDS, GRID_AFTER
from docs_templates.compose.parts import form_title
from docs_templates.compose.sheet import Sheet
from docs_templates.compose.tables import Cell, Row, each, heads, label, section, table
from docs_templates.compose.words import DUE, FREE, RECORD, SUBJECT, tick, ticks

FOUR = [34, 44, 34, 44]


def _form(name: str) -> Sheet:
    sheet = Sheet(name)
    form_title(sheet)
    return sheet


def application() -> Sheet:
    """OBJ-01 信用信息异议申请表: printed at the counter from what was filed, or empty to be filled by hand."""
    sheet = _form("信用信息异议申请表")
    table(sheet, FOUR, [
        section("申请人", 4),
        Row([label("申请人类型"), Cell(ticks("applicant.kinds", 3), 3, "表格勾选三列")]),
        Row([label("名称(姓名)"), Cell("{{ applicant.name }}", 3)]),
        Row([label("{{ applicant.code_type }}"), Cell("{{ applicant.code }}", 3)]),
        Row([label("法定代表人"), Cell("{{ applicant.legal_representative }}"), label("电子邮箱"),
             Cell("{{ applicant.email }}")]),
        Row([label("经办人"), Cell("{{ applicant.agent_name }}"), label("联系电话"), Cell("{{ applicant.phone }}")]),
        Row([label("经办人证件号"), Cell("{{ applicant.agent_code }}", 3)]),
        Row([label("送达地址"), Cell("{{ applicant.address }}", 3)]),
        Row([label("电子送达"), Cell(tick("applicant.e_service", "同意通过本系统和上述电子邮箱接收文书"), 3)]),
        section("异议信息", 4),
        Row([label("信息类别"), Cell(ticks("record.categories", 3), 3, "表格勾选三列")]),
        Row([label("文号(名称)"), Cell("{{ record.decision_number }}"), label("提供单位"),
             Cell("{{ record.provider_name }}")]),
        Row([label("发现渠道"), Cell("{{ record.found_through }}", 3)]),
        Row([label("异议理由"), Cell(ticks("reason_codes", 2), 3, "表格勾选")]),
        section("异议项对照", 4),
        Row([label("异议项"), label("系统信息"), label("主张值", 2)]),
        *each("row", "items", Row([label("{{ row.label|cn }}"), Cell("{{ row.system_value }}"),
                                   Cell("{{ row.claimed_value }}", 2)])),
        section("事实与理由", 4),
        Row([Cell("{{ reasons }}", 4)], height=30, long=True),
        section("材料清单", 4),
        Row([label("材料名称", 2), label("份数"), label("原件/复印件")]),
        *each("one", "materials", Row([Cell("{{ one.name }}", 2), label("{{ one.copies }}"), label("{{ one.form }}")])),
        section("真实性声明", 4),
        Row([Cell(["本人(单位)声明:所填内容和所提交材料真实、准确、完整,如有虚假,愿意承担相应法律责任。", "",
                   "申请人(签名或者盖章):                    {{ sign.date_cn }}"], 4)], height=26),
    ])  # fmt: skip
    sheet.say(FREE, style="表格文字", extra='<w:spacing w:before="160" w:after="0" w:line="440" w:lineRule="exact"/>')
    return sheet


def approval() -> Sheet:
    """OBJ-10 异议处理审批表: three hands, each with opinion, date, signature and conflict-of-interest tick."""
    sheet = _form("异议处理审批表")
    table(sheet, FOUR, [
        Row([label("受件编号"), Cell("{{ case.number }}"), label("收件日期"), Cell("{{ case.received_on }}")]),
        Row([label("申请人"), Cell("{{ recipient.name }}", 3)]),
        Row([label("信息主体"), Cell(SUBJECT, 3)]),
        Row([label("异议信息"), Cell(RECORD, 3)]),
        Row([label("信息提供单位"), Cell("{{ record.provider_name }}", 3)]),
        Row([label("办理期限"), Cell(DUE, 3)]),
        Row([label("异议事项"), Cell("{{ claim }}", 3)], height=20, long=True),
        Row([label("核查情况"), Cell("{{ verification.summary }}", 3)], height=20, long=True),
        Row([label("拟处理结果"), Cell("{{ outcome.label|cn }}", 3)]),
        Row([label("理由和依据"), Cell(["{{ reasons }}", "{{ basis|cn|join('\uff1b') }}"], 3)], height=20, long=True),
        "if items",
        Row([label("异议项"), label("更正前"), label("更正后", 2)]),
        *each("row", "items", Row([label("{{ row.label|cn }}"), Cell("{{ row.system_value }}"),
                                   Cell("{{ row.new_value }}", 2)])),
        "endif",
        *each("one", "approvals", Row([label("{{ one.step }}"), Cell([
            "{{ one.opinion }}", tick("one.no_conflict", "本人与本件无利害关系"),
            "{{ one.post }}(签名):{{ one.signed_by }}    {{ one.date_cn }}"], 3)], height=30)),
    ])  # fmt: skip
    return sheet


def amendment() -> Sheet:
    """OBJ-12 信息更正(撤销)通知单 with the receipt of every system downstream."""
    sheet = _form("信息更正(撤销)通知单")
    table(sheet, [33, 49, 26, 48], [
        Row([label("受件编号"), Cell("{{ case.number }}"), label("记录编号"), Cell("{{ record.number }}")]),
        Row([label("信息主体"), Cell(SUBJECT, 3)]),
        Row([label("信息"), Cell(RECORD, 3)]),
        Row([label("信息提供单位"), Cell("{{ record.provider_name }}", 3)]),
        Row([label("处理方式"), Cell(ticks("actions", 3), 3, "表格勾选三列")]),
        Row([label("生效时间"), Cell("{{ correction.effective_on }}"), label("完成期限"), Cell(DUE)]),
        Row([label("依据"), Cell("{{ basis|cn|join('\uff1b') }}", 3)]),
    ])  # fmt: skip
    sheet.add_gap(200)
    table(sheet, FIELDS, GRID_AFTER)
    sheet.add_gap(200)
    table(sheet, [50, 28, 52, 26], [
        section("执行回执", 4),
        heads("系统(单位)", "执行结果", "完成时间", "经办签名"),
        *each("one", "systems", Row([Cell("{{ one.name }}"), Cell("{{ one.result }}"), label("{{ one.done_at }}"),
                                     label("{{ one.signed_by }}")], keep=True)),
    ])  # fmt: skip
    _sign_line(sheet)
    return sheet


def mark() -> Sheet:
    """OBJ-14 异议标注/解除标注单."""
    sheet = _form("异议标注/解除标注单")
    table(sheet, FOUR, [
        Row([label("受件编号"), Cell("{{ case.number }}"), label("记录编号"), Cell("{{ record.number }}")]),
        Row([label("信息主体"), Cell(SUBJECT, 3)]),
        Row([label("信息"), Cell(RECORD, 3)]),
        Row([label("信息提供单位"), Cell("{{ record.provider_name }}", 3)]),
        Row([label("依据"), Cell("{{ basis|cn|join('\uff1b') }}", 3)]),
        section("异议标注", 4),
        Row([label("标注内容"), Cell("{{ mark.text|cn }}", 3)]),
        Row([label("标注时间"), Cell("{{ mark.marked_at }}"), label("标注岗位"), Cell("{{ mark.marked_by }}")]),
        section("解除标注", 4),
        Row([label("解除原因"), Cell("{{ mark.lift_reason|cn }}", 3)], height=14),
        Row([label("解除时间"), Cell("{{ mark.lifted_at }}"), label("解除岗位"), Cell("{{ mark.lifted_by }}")]),
    ])  # fmt: skip
    _sign_line(sheet)
    return sheet


def service_proof() -> Sheet:
    """SHR-01 送达回证 (民事诉讼法 Arts 87-95), with the electronic traces of e-service."""
    sheet = _form("送达回证")
    electronic = [
        section("电子送达", 4),
        Row([label("系统标识"), Cell("{{ service.electronic.system }}"), label("到达时间"),
             Cell("{{ service.electronic.arrived_at }}")]),
        Row([label("凭证哈希"), Cell("{{ service.electronic.receipt_hash }}", 3)]),
    ]  # fmt: skip
    table(sheet, FOUR, [
        Row([label("送达机关"), Cell("{{ organ.name }}", 3)]),
        Row([label("案由"), Cell("{{ service.cause|cn }}", 3)]),
        Row([label("受送达人"), Cell("{{ recipient.name }}", 3)]),
        Row([label("文书名称", 2), label("文号", 2)]),
        *each("one", "service.documents", Row([Cell("{{ one.name }}", 2), label("{{ one.number }}", 2)])),
        Row([label("送达地点"), Cell("{{ service.place }}", 3)]),
        Row([label("送达方式"), Cell(ticks("service.methods", 3), 3, "表格勾选三列")]),
        Row([label("送达时间"), Cell("{{ service.delivered_at }}", 3)]),
        Row([label("收件人签名(盖章)"), Cell("{{ service.received_by }}"), label("与受送达人关系"),
             Cell("{{ service.relation }}")], height=14),
        Row([label("代收理由"), Cell("{{ service.substitute_reason }}", 3)]),
        Row([label("拒收事由"), Cell("{{ service.refusal_reason }}", 3)]),
        Row([label("见证人"), Cell("{{ service.witness }}"), label("送达人"), Cell("{{ service.servers }}")],
            height=14),
        "if service.electronic and service.electronic.system", *electronic, "endif",
        Row([label("备注"), Cell("{{ service.remark }}", 3)]),
    ])  # fmt: skip
    return sheet


def service_address() -> Sheet:
    """SHR-02 送达地址确认书: address, consent to e-service, duty to report changes, consequences."""
    sheet = _form("送达地址确认书")
    table(sheet, FOUR, [
        Row([label("受件编号"), Cell("{{ case.number }}", 3)]),
        Row([label("受送达人"), Cell("{{ recipient.name }}", 3)]),
        Row([label("{{ subject.code_type }}"), Cell("{{ recipient.code_masked }}", 3)]),
        Row([label("送达地址"), Cell("{{ recipient.address }}", 3)], height=16),
        Row([label("邮政编码"), Cell("{{ recipient.postcode }}"), label("联系电话"), Cell("{{ recipient.phone }}")]),
        Row([label("收件人"), Cell("{{ recipient.receiver }}"), label("电子邮箱"), Cell("{{ recipient.email }}")]),
        Row([label("电子送达"), Cell([tick("recipient.e_service", "同意"),
                                  "同意通过本系统和上述电子邮箱送达文书,文书到达"
                                  "特定系统的日期为送达日期。"], 3)]),
        Row([label("变更告知"), Cell("上述信息有变更的,受送达人应当及时书面告知{{ organ.name }}。", 3)]),
        Row([label("法律后果"), Cell("因所填地址不准确、变更后未及时告知,或者受送达人、指定代收人拒绝签收,"
                                 "导致文书未能被实际接收的,"
                                 "邮寄送达的以文书退回之日、"
                                 "直接送达的以送达人在送达回证上记明情况之日为送达之日。", 3)]),
        Row([label("受送达人确认"), Cell(["本人(单位)已阅读并确认上述内容。", "", "受送达人(签名或者盖章):",
                                   "{{ sign.date_cn }}"], 3)], height=26),
        Row([label("备注"), Cell("{{ remark }}", 3)], height=18),
    ])  # fmt: skip
    return sheet


def _sign_line(sheet: Sheet) -> None:
    """Organ and date under an internal form, flush right, with room for the stamp."""
    room = '<w:spacing w:before="{}" w:after="0" w:line="579" w:lineRule="exact"/>'
    right = room + '<w:ind w:right="1280"/><w:jc w:val="right"/>'
    sheet.say("{{ sign.organ }}", style="署名", extra=right.format(579))
    sheet.say("{{ sign.date_cn }}", style="署名", extra=right.format(0))
