"""``flask audit``: verify the log, seal it now, and take up its end after a restored backup."""

from dataclasses import asdict

import click
from flask.cli import with_appcontext

from webapp.commands.output import json_option, require_database, tell
from webapp.context import current_office, current_settings
from workflows.domain.access import OFFICE
from workflows.operations.seal_audit import declare_gap, seal_audit
from workflows.operations.verify_audit import Finding, verify_audit

#: What a shell is told when the log is not as it was written.
_TAMPERED = 1

_KINDS = {
    "changed": "内容被改动",
    "removed": "缺少事件",
    "inserted": "多出事件",
    "cut": "末尾被截断",
    "head": "链头被改动",
    "case_removed": "办件被删除而事件仍在",
    "answers": "办理表单的填写内容被改动",
    "sealed_lost": "已封存的事件缺失或被改动",
    "sealed_count": "封存计数被改动",
    "seal_changed": "封存被改动",
    "seal_removed": "缺少封存",
    "anchor": "与库外锚点不一致",
}


@click.group("audit", help="审计日志：校验、封存")
def command() -> None:
    """Hold the commands of the log."""


@command.command("verify", help="校验全部审计日志；发现问题时退出码为 1")
@json_option
def verify(as_json: bool) -> None:
    """Verify every event, chain, seal and the anchor."""
    require_database()
    report = verify_audit(current_office(), current_settings().data / "audit.anchor")
    summary = (
        f"已校验 {report.cases} 件办件、{report.events} 个事件、{report.seals} 次封存，"
        f"尚未封存 {report.unsealed} 个事件：" + ("没有问题" if report.ok else f"发现 {report.found} 处问题")
    )
    tell({"ok": report.ok, **asdict(report)}, [summary, *map(_line, report.findings)], as_json)
    if not report.ok:
        raise SystemExit(_TAMPERED)


@command.command("seal", help="立即封存；恢复备份后用 --declare-gap 写明原因，承接现有日志")
@click.option("--declare-gap", "reason", help="恢复备份等造成缺口的原因，写入日志")
@with_appcontext
def seal(reason: str | None) -> None:
    """Seal what grew since the last seal."""
    require_database()
    office, anchor = current_office(), current_settings().data / "audit.anchor"
    if reason:
        declare_gap(office, anchor, OFFICE.user_id, reason)
        click.echo("已声明缺口并封存。")
    else:
        click.echo(f"新增封存 {seal_audit(office, anchor)} 次。")


def _line(finding: Finding) -> str:
    place = {None: "", 0: "机关日志"}.get(finding.case_id, f"办件 {finding.case_id}")
    number = "" if finding.seq is None else f" 第 {finding.seq} 号"
    return f"{place}{number} {_KINDS[finding.kind]} {finding.detail}".strip()
