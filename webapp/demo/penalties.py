"""Subjects and penalty records of the demonstration, in the columns of the national 双公示 table; all fictional.

Check digits are right, so that the codes pass every check; the registration numbers behind them do not exist.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from webapp.demo.people import AUTHORITY, ECOLOGY, LABOUR, MARKET, Account
from workflows.domain.access import Role
from workflows.operations.office import Office
from workflows.store import records

#: Code → kind, name, legal representative.
SUBJECTS: Mapping[str, tuple[str, str, str]] = {
    "91410184MA9DEM0011": ("legal_person", "示例甲商贸有限公司", "示例甲"),
    "91410184MA9DEM0024": ("legal_person", "示例乙建设工程有限公司", "示例乙"),
    "91410184MA9DEM0037": ("legal_person", "示例丙食品有限公司", "示例丙"),
    "91410184MA9DEM004A": ("legal_person", "示例丁化工有限公司", "示例丁"),
    "91410184MA9DEM005D": ("legal_person", "示例戊物流有限公司", "示例戊"),
    "92410184MA9DEM101K": ("individual_business", "示例市示例街小吃店", "示例己"),
    "410102199003079013": ("natural_person", "示例庚", ""),
    # A department whose head may be interviewed; it has no record.
    "11410184MB9DEM006T": ("legal_person", "示例市财政局", ""),
}

APPLICANTS: Sequence[Account] = (
    Account(
        login="applicant", name="示例申请人甲", role=Role.APPLICANT,
        subjects=("91410184MA9DEM0011", "91410184MA9DEM0024", "91410184MA9DEM0037"),
    ),
    Account(
        login="applicant2", name="示例申请人乙", role=Role.APPLICANT,
        subjects=("91410184MA9DEM004A", "91410184MA9DEM005D", "92410184MA9DEM101K"),
    ),
    Account(login="applicant3", name="示例庚", role=Role.APPLICANT, subjects=("410102199003079013",)),
    # Acts for the subjects of the cases that follow scenarios.
    Account(login="applicant4", name="示例代理人", role=Role.APPLICANT),
)  # fmt: skip

#: Organisation → its code, the word of its decisions.
_ORGANS: Mapping[str, tuple[str, str]] = {
    MARKET: ("11410184MB9DEM002E", "示市监罚决"),
    ECOLOGY: ("11410184MB9DEM003H", "示环罚决"),
    LABOUR: ("11410184MB9DEM004L", "示人社罚决"),
    AUTHORITY: ("12410184MB9DEM0018", "示信用罚决"),
}

#: Code, organ, serial, decided on, violation, facts, basis, content, fine in 万元 as published.
_Penalty = tuple[str, str, int, date, str, str, str, str, str]
_PENALTIES: Sequence[_Penalty] = (
    ("91410184MA9DEM0011", MARKET, 11, date(2026, 3, 12), "虚假宣传", "在经营场所张贴的宣传材料与商品实际质量不符。",
     "《中华人民共和国反不正当竞争法》", "责令停止违法行为，罚款五千元", "5"),
    ("91410184MA9DEM0011", MARKET, 27, date(2026, 5, 20), "未按规定公示年度报告", "未在规定期限内公示上一年度报告。",
     "《企业信息公示暂行条例》", "罚款二千元", "0.2"),
    ("91410184MA9DEM0011", LABOUR, 8, date(2026, 6, 9), "未按时足额支付工资", "拖欠三名职工一个月工资，已支付。",
     "《保障农民工工资支付条例》", "罚款五万元", "5"),
    ("91410184MA9DEM0024", LABOUR, 15, date(2026, 4, 17), "未实行农民工工资专用账户管理", "在建项目未开设专用账户。",
     "《保障农民工工资支付条例》", "罚款五万元", "5"),
    ("91410184MA9DEM0024", ECOLOGY, 19, date(2026, 5, 6), "夜间施工噪声超标", "未取得证明夜间施工，噪声超标。",
     "《中华人民共和国噪声污染防治法》", "罚款一万元", "10"),
    ("91410184MA9DEM0024", ECOLOGY, 31, date(2026, 7, 22), "施工扬尘污染", "裸露土方未覆盖，未采取有效防尘降尘措施。",
     "《中华人民共和国大气污染防治法》", "罚款二万元", "2"),
    ("91410184MA9DEM0037", MARKET, 42, date(2026, 2, 26), "经营超过保质期食品", "货架上有超过保质期的糕点四袋。",
     "《中华人民共和国食品安全法》", "没收违法经营的食品，罚款五千元", "0.5"),
    ("91410184MA9DEM0037", MARKET, 58, date(2026, 6, 30), "食品标签不符合规定", "预包装食品标签未标明生产日期。",
     "《中华人民共和国食品安全法》", "罚款五千元", "5"),
    ("91410184MA9DEM004A", ECOLOGY, 5, date(2026, 1, 21), "未按规定贮存危险废物", "危险废物贮存场所未设置识别标志。",
     "《中华人民共和国固体废物污染环境防治法》", "罚款十万元", "10"),
    ("91410184MA9DEM004A", ECOLOGY, 24, date(2026, 6, 16), "超过标准排放水污染物", "总排口化学需氧量超标。",
     "《中华人民共和国水污染防治法》", "罚款十二万元", "12"),
    ("91410184MA9DEM005D", MARKET, 63, date(2026, 7, 8), "使用未经检定的计量器具", "地磅超过检定周期仍在使用。",
     "《中华人民共和国计量法》", "罚款一千元", "1"),
    ("91410184MA9DEM005D", LABOUR, 22, date(2026, 8, 13), "未依法签订书面劳动合同", "与两名驾驶员未签订书面合同。",
     "《中华人民共和国劳动合同法》", "责令改正，罚款三千元", "0.3"),
    ("92410184MA9DEM101K", MARKET, 77, date(2026, 5, 28), "未悬挂营业执照", "未将营业执照置于经营场所醒目位置。",
     "《中华人民共和国市场主体登记管理条例》", "罚款五百元", "0.05"),
    ("410102199003079013", MARKET, 81, date(2026, 8, 4), "无照经营", "未取得营业执照从事再生资源回收。",
     "《无证无照经营查处办法》", "罚款二千元", "0.2"),
    ("91410184MA9DEM0011", AUTHORITY, 2, date(2026, 7, 15), "信用承诺未履行", "承诺补交的材料逾期未补交。",
     "《示例市信用承诺管理办法》", "罚款五千元", "5"),
)  # fmt: skip

_KINDS = {"legal_person": "法人及非法人组织", "individual_business": "个体工商户", "natural_person": "自然人"}


def columns(penalty: _Penalty) -> dict[str, str]:
    """Return a penalty as a row of the national table, by column code."""
    code, organ, serial, decided_on, violation, facts, basis, content, fine = penalty
    kind, name, representative = SUBJECTS[code]
    organ_code, word = _ORGANS[organ]
    row = {
        "CF_XDR_MC": name,
        "CF_XDR_LB": _KINDS[kind],
        "CF_FRDB": representative,
        "CF_WSH": f"{word}〔{decided_on.year}〕{serial}号",
        "CF_WFXW": violation,
        "CF_SY": facts,
        "CF_YJ": basis,
        "CF_CFLB": "罚款",
        "CF_NR": content,
        "CF_NR_FK": fine,
        "CF_JDRQ": decided_on.isoformat(),
        "CF_YXQ": "2099-12-31",
        "CF_GSJZQ": decided_on.replace(year=decided_on.year + 1).isoformat(),
        "CF_CFJG": organ,
        "CF_CFJGDM": organ_code,
        "CF_SJLY": organ,
        "CF_SJLYDM": organ_code,
        "CATEGORY": "一般",
    }
    row |= {"CF_XDR_ZJLX": "身份证", "CF_XDR_ZJHM": code} if kind == "natural_person" else {"CF_XDR_SHXYM": code}
    return {column: value for column, value in row.items() if value}


def rows() -> list[dict[str, str]]:
    """Return every penalty of the demonstration as a row of the national table."""
    return [columns(penalty) for penalty in _PENALTIES]


def add_subjects(office: Office) -> dict[str, int]:
    """Insert the subjects and return their ids by code."""
    with office.database.act() as uow:
        ids = {
            code: records.add_subject(
                uow.connection,
                {
                    "kind": kind,
                    "name": name,
                    "code_type": "resident_id" if kind == "natural_person" else "uscc",
                    "code": code,
                    "legal_representative": representative,
                    "alt_ids": {},
                },
            )
            for code, (kind, name, representative) in SUBJECTS.items()
        }
        uow.commit()
    return ids


def add_penalties(office: Office, subjects: Mapping[str, int], organisations: Mapping[str, int]) -> dict[str, int]:
    """Insert the records and return their ids by decision number."""
    with office.database.act() as uow:
        ids = {
            row["CF_WSH"]: records.add(uow.connection, _record(row, penalty, subjects, organisations))
            for row, penalty in zip(rows(), _PENALTIES, strict=True)
        }
        uow.commit()
    return ids


def _record(
    row: Mapping[str, str], penalty: _Penalty, subjects: Mapping[str, int], organisations: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "subject_id": subjects[penalty[0]],
        "provider_id": organisations[penalty[1]],
        "decision_number": row["CF_WSH"],
        "fields": dict(row),
        "decided_on": penalty[3],
        "publish_until": date.fromisoformat(row["CF_GSJZQ"]),
        "category": row["CATEGORY"],
    }
