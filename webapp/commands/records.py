"""``flask records import``: take in a table of penalty records at once, with its error report."""

from pathlib import Path

import click

from webapp.commands.output import OPERATOR, BadInput, json_option, require_database, tell
from webapp.context import current_office
from workflows.intake.filetypes import recognise_table
from workflows.operations.import_records import import_now, organisation_named, report_of

#: What a shell is told when the table as a whole, or some of its rows, could not be imported.
_FAILED, _SOME_REFUSED = 2, 1


@click.group("records", help="信用信息：导入")
def command() -> None:
    """Hold the commands of records."""


@command.command("import", help="导入行政处罚双公示表（XLSX 或 CSV）；有行被拒时退出码为 1")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="导入单位全称，如 示例市公共信用信息中心")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="把错误报告写到这个 XLSX 文件")
@json_option
def take_in(file: Path, organisation: str, report: Path | None, as_json: bool) -> None:
    """Import FILE on behalf of an organisation."""
    require_database()
    office = current_office()
    org_id = organisation_named(office, organisation)
    if org_id is None:
        raise BadInput(why=f"没有名为“{organisation}”的单位")
    with file.open("rb") as stream:
        stored = office.files.receive(stream, file.name, recogniser=recognise_table)
    job = import_now(office, OPERATOR, stored, file.name, org_id)
    if report is not None:
        report.write_bytes(report_of(office, job.id))
    answer = {
        "job": job.id,
        "state": job.state,
        "rows": job.rows_total,
        "added": job.rows_added,
        "updated": job.rows_updated,
        "refused": job.rows_refused,
        "problem": job.problem,
    }
    text = f"共 {job.rows_total} 行：新增 {job.rows_added}，更新 {job.rows_updated}，拒绝 {job.rows_refused}"
    tell(answer, [text, *([str(job.problem)] if job.problem else [])], as_json)
    if job.state != "done":
        raise SystemExit(_FAILED)
    if job.rows_refused:
        raise SystemExit(_SOME_REFUSED)
