"""One row of the 行政处罚“双公示” table: values of the right types, or every error of the row at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.domain.publicity import Category
from workflows.domain.words import N_
from workflows.intake.penalty_cells import Cells, Row, RowErrors

_ALTERNATIVES = ("CF_XDR_GSZC", "CF_XDR_ZZJG", "CF_XDR_SWDJ", "CF_XDR_SYDW", "CF_XDR_SHZZ")


class SubjectKind(StrEnum):
    """Whom a penalty was imposed on (相对人类别)."""

    ORGANISATION = "法人及非法人组织"
    PERSON = "自然人"
    SOLE_TRADER = "个体工商户"


@dataclass(frozen=True, kw_only=True)
class PenaltyRow:
    """A penalty as the table gives it; dates are Asia/Shanghai dates, amounts are in 万元 (10,000 yuan)."""

    number: int
    subject_name: str
    subject_kind: SubjectKind
    #: Normalised and verified; empty for persons and for old records that carry only an alternative.
    uscc: str
    id_type: str
    #: Normalised; verified where it is a resident's.
    id_number: str
    #: Column code → number of an older register.
    alternatives: Mapping[str, str]
    legal_representative: str
    legal_representative_id_type: str
    legal_representative_id: str
    decision_number: str
    violation_type: str
    facts: str
    basis: str
    penalty_kind: str
    content: str
    fine_wan: Decimal | None
    confiscated_wan: Decimal | None
    licence: str
    decided_on: date
    valid_until: date | None
    publish_until: date | None
    organ: str
    organ_code: str
    source_unit: str
    source_code: str
    remarks: str
    category: Category | None
    #: What a handler should look at; message ids.
    warnings: tuple[str, ...]


def parse_row(row: Row, today: date) -> PenaltyRow | RowErrors:
    """Return the row's values, or all that is wrong with it.

    Args:
        row: from ``read_rows``.
        today: the Asia/Shanghai date of the import; decisions after it are refused.
    """
    cells = Cells(row, today)
    cells.require()
    kind = cells.choice("CF_XDR_LB", SubjectKind, {"法人": SubjectKind.ORGANISATION})
    uscc, id_number = cells.uscc("CF_XDR_SHXYM"), cells.identity("CF_XDR_ZJLX", "CF_XDR_ZJHM")
    alternatives = {code: text for code in _ALTERNATIVES if (text := cells.code(code))}
    if kind is SubjectKind.PERSON and not cells.code("CF_XDR_ZJHM"):
        cells.refuse("CF_XDR_ZJHM", N_("相对人为自然人时必须填写证件号码。"))
    if kind in (SubjectKind.ORGANISATION, SubjectKind.SOLE_TRADER) and not cells.code("CF_XDR_SHXYM"):
        if alternatives:
            cells.warnings.append(N_("没有统一社会信用代码，只有旧代码，请核对主体身份。"))
        else:
            cells.refuse("CF_XDR_SHXYM", N_("请填写统一社会信用代码；确实没有的，至少填写一个旧代码。"))
    fine = cells.amount("CF_NR_FK")
    if "罚款" in cells.text("CF_CFLB") and fine is None:
        cells.warnings.append(N_("处罚类别含罚款，但没有罚款金额，请核对。"))
    decided_on = cells.day("CF_JDRQ", latest=today)
    valid_until, publish_until = cells.end("CF_YXQ", decided_on), cells.end("CF_GSJZQ", decided_on)
    representative_id = cells.identity("CF_FR_ZJLX", "CF_FR_ZJHM")
    confiscated = cells.amount("CF_NR_WFFF")
    organ_code, source_code = cells.uscc("CF_CFJGDM"), cells.uscc("CF_SJLYDM")
    category = cells.choice("CATEGORY", Category, {f"{category}失信": category for category in Category})
    if refused := cells.errors():
        return refused
    if kind is None or decided_on is None:
        raise AssertionError("a required column was neither read nor refused")
    return PenaltyRow(
        number=row.number,
        subject_name=cells.text("CF_XDR_MC"),
        subject_kind=kind,
        uscc=uscc,
        id_type=cells.code("CF_XDR_ZJLX"),
        id_number=id_number,
        alternatives=alternatives,
        legal_representative=cells.text("CF_FRDB"),
        legal_representative_id_type=cells.code("CF_FR_ZJLX"),
        legal_representative_id=representative_id,
        decision_number=cells.text("CF_WSH"),
        violation_type=cells.text("CF_WFXW"),
        facts=cells.text("CF_SY"),
        basis=cells.text("CF_YJ"),
        penalty_kind=cells.text("CF_CFLB"),
        content=cells.text("CF_NR"),
        fine_wan=fine,
        confiscated_wan=confiscated,
        licence=cells.text("CF_NR_ZKDX"),
        decided_on=decided_on,
        valid_until=valid_until,
        publish_until=publish_until,
        organ=cells.text("CF_CFJG"),
        organ_code=organ_code,
        source_unit=cells.text("CF_SJLY"),
        source_code=source_code,
        remarks=cells.text("BZ"),
        category=category,
        warnings=tuple(cells.warnings),
    )
