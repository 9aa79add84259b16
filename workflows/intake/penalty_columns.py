"""The columns of the national 行政处罚“双公示” table: their codes, their Chinese headings and what each may hold."""

import re
import unicodedata
from dataclasses import dataclass

from workflows.domain.words import N_

#: The longest text of a short column (names, numbers) and of a long one (facts, content), in characters.
SHORT, LONG = 200, 5000


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column."""

    #: The code in exchange tables (``CF_WSH``).
    code: str
    #: The Chinese heading; the message id of its translation.
    label: str
    #: Other headings that templates in use have.
    aliases: tuple[str, ...] = ()
    #: A row without it is refused.
    required: bool = False
    #: Characters.
    longest: int = SHORT
    #: What to write, for the template.
    help: str = ""


def _column(
    code: str, label: str, *aliases: str, required: bool = False, longest: int = SHORT, help: str = ""
) -> Column:
    return Column(code=code, label=label, aliases=aliases, required=required, longest=longest, help=help)


_DATE = N_("如 2026-09-18")
_AMOUNT = N_("数字,单位为万元,最多 6 位小数")
_CODE18 = N_("18 位统一社会信用代码,单元格请设为文本格式")
_ID_TYPE = N_("身份证、护照等,不填视为身份证")

COLUMNS: tuple[Column, ...] = (
    _column("CF_XDR_MC", N_("行政相对人名称"), required=True),
    _column(
        "CF_XDR_LB", N_("行政相对人类别"), "相对人类别", required=True, help=N_("法人及非法人组织、自然人或个体工商户")
    ),
    _column(
        "CF_XDR_SHXYM",
        N_("统一社会信用代码"),
        "行政相对人代码_1(统一社会信用代码)",
        help=N_("法人及非法人组织、个体工商户填写;没有的填写下列任一旧代码"),
    ),
    _column(
        "CF_XDR_GSZC", N_("工商注册号"), "行政相对人代码_2(工商注册号)", "行政相对人代码_2(工商登记码)", longest=50
    ),
    _column("CF_XDR_ZZJG", N_("组织机构代码"), "行政相对人代码_3(组织机构代码)", longest=50),
    _column("CF_XDR_SWDJ", N_("税务登记号"), "行政相对人代码_4(税务登记号)", longest=50),
    _column("CF_XDR_SYDW", N_("事业单位证书号"), "行政相对人代码_5(事业单位证书号)", longest=50),
    _column("CF_XDR_SHZZ", N_("社会组织登记证号"), "行政相对人代码_6(社会组织登记证号)", longest=50),
    _column("CF_FRDB", N_("法定代表人"), "法定代表人姓名"),
    _column("CF_FR_ZJLX", N_("法定代表人证件类型"), help=_ID_TYPE),
    _column("CF_FR_ZJHM", N_("法定代表人证件号码"), longest=50),
    _column("CF_XDR_ZJLX", N_("相对人证件类型"), "证件类型", "自然人证件类型", help=_ID_TYPE),
    _column("CF_XDR_ZJHM", N_("相对人证件号码"), "证件号码", "自然人证件号码", longest=50, help=N_("自然人必填")),
    _column("CF_WSH", N_("行政处罚决定书文号"), "决定书文号", "处罚决定书文号", required=True),
    _column("CF_WFXW", N_("违法行为类型"), required=True, longest=LONG),
    _column("CF_SY", N_("违法事实"), "处罚事由", required=True, longest=LONG),
    _column("CF_YJ", N_("处罚依据"), required=True, longest=LONG),
    _column("CF_CFLB", N_("处罚类别"), "处罚种类", required=True),
    _column("CF_NR", N_("处罚内容"), required=True, longest=LONG),
    _column("CF_NR_FK", N_("罚款金额(万元)"), "罚款金额", help=_AMOUNT),
    _column("CF_NR_WFFF", N_("没收金额(万元)"), "没收金额", "没收违法所得、没收非法财物的金额(万元)", help=_AMOUNT),
    _column("CF_NR_ZKDX", N_("暂扣或吊销证照名称及编号"), "暂扣/吊销证照名称编号", longest=LONG),
    _column("CF_JDRQ", N_("处罚决定日期"), "决定日期", required=True, help=_DATE),
    _column("CF_YXQ", N_("处罚有效期"), help=_DATE),
    _column("CF_GSJZQ", N_("公示截止期"), "公示截止日期", help=_DATE),
    _column("CF_CFJG", N_("处罚机关"), required=True),
    _column("CF_CFJGDM", N_("处罚机关统一社会信用代码"), "处罚机关代码", required=True, help=_CODE18),
    _column("CF_SJLY", N_("数据来源单位"), required=True),
    _column("CF_SJLYDM", N_("数据来源单位统一社会信用代码"), "数据来源单位代码", required=True, help=_CODE18),
    _column("BZ", N_("备注"), longest=LONG),
    _column("CATEGORY", N_("失信信息类别"), "失信程度", "失信类别", help=N_("轻微、一般或严重,可不填")),
)

BY_CODE = {column.code: column for column in COLUMNS}

#: Whose values are personal and are shown masked.
PERSONAL = frozenset({"CF_FR_ZJHM", "CF_XDR_ZJHM"})


def find_column(heading: str) -> Column | None:
    """Return the column that a heading names, by code, label or alias, whatever its width, marks and spaces."""
    return _BY_HEADING.get(_plain(heading))


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading[:SHORT]).upper()
    return re.sub(r"[\s*:、/]|\((必填|选填|可选)\)", "", text)


_BY_HEADING = {
    _plain(heading): column for column in COLUMNS for heading in (column.code, column.label, *column.aliases)
}
