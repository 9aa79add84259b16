"""What 信用修复告知书 (REP-00) prints of looking a record up: address and query code, whichever process serves it."""

from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Grid, Section


def query_section(dossier: Dossier) -> Section:
    """Return where each record's period is looked up, and the code that opens it (REP-00); empty without a record."""
    rows = tuple(
        (str(place), row["decision_number"], row["query_code"])
        for place, row in enumerate((row for row in dossier.records if row.get("query_code")), 1)
    )
    words = f"凭决定文号和查询码，可以随时查询可申请修复的日期和所需材料（{dossier.site}/check）。"
    return Section(
        heading="查询方式",
        paragraphs=(words,) if rows else (),
        grid=Grid(columns=("序号", "决定文号", "查询码"), rows=rows),
    )
