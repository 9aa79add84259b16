"""``flask worker``: the process beside the web that does what is due, and the jobs that people hand in."""

import signal
from collections.abc import Mapping
from functools import cache

import click
from babel.support import Translations
from flask import current_app
from flask.cli import with_appcontext

from exchange.file_drop import FileExchange
from exchange.http import HttpExchange, Platform
from notifications.channels import Channel
from notifications.channels.folder import FolderChannel
from notifications.channels.sms import SmsChannel, SmsGateway
from notifications.channels.smtp import MailServer, SmtpChannel
from notifications.channels.webhook import Reach, WebhookChannel
from notifications.words import Translate
from webapp.bootstrap import real_clock
from webapp.commands.output import require_database
from webapp.context import current_office, current_settings
from webapp.settings import Settings, SettingsRefused
from webapp.worker import Worker
from workflows.domain.access import OFFICE
from workflows.operations.exchange_port import Port
from workflows.operations.heartbeats import confirm_clock


@click.group("worker", invoke_without_command=True, help="后台处理：到期提醒、通知发送、审计封存、导入、批量作业")
@click.pass_context
@with_appcontext
def command(context: click.Context) -> None:
    """Run the worker until SIGTERM or SIGINT; the act at hand is finished first."""
    if context.invoked_subcommand is not None:
        return
    settings = current_settings()
    try:
        settings.require_fit_to_serve()
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    require_database()
    worker = Worker(
        current_office(),
        channels(settings),
        settings.data / "audit.anchor",
        translate=translator(current_app.root_path),
        port=exchange_port(settings),
    )
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: worker.stop())
    worker.run()


@command.command("confirm-clock", help="服务器时间前跳后，经人工核对无误，恢复到期处理")
@with_appcontext
def confirm() -> None:
    """Tell all workers that the machine's clock is right."""
    require_database()
    confirm_clock(current_office(), OFFICE.user_id)
    click.echo("已确认服务器时间无误，到期处理将恢复。")


def channels(settings: Settings) -> Mapping[str, Channel]:
    """Return the ways out of the building.

    Without a mail server, a demonstration writes mail to ``outbox/`` in its data folder; in production the notices
    wait and the health page counts them.
    """
    ways: dict[str, Channel] = {"webhook": WebhookChannel(real_clock, Reach(loopback=not settings.production))}
    if settings.sms_url:
        ways["sms"] = SmsChannel(SmsGateway(url=settings.sms_url, key=settings.sms_key), real_clock)
    if settings.smtp_host:
        server = MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.mail_from,
            user=settings.smtp_user,
            password=settings.smtp_password,
            tls=settings.smtp_tls,
        )
        ways["email"] = SmtpChannel(server)
    elif not settings.production:
        ways["email"] = FolderChannel(settings.data / "outbox", settings.mail_from)
    return ways


def exchange_port(settings: Settings) -> Port | None:
    """Return the way to the city platform; None where there is none and what is owed to it waits."""
    if settings.exchange == "http":
        platform = Platform(
            url=settings.exchange_url, key=settings.exchange_key, loopback=not settings.production
        )
        return HttpExchange(platform, real_clock)
    if settings.exchange == "file":
        return FileExchange(settings.exchange_folder, settings.exchange_key, real_clock)
    return None


def translator(root: str) -> Translate:
    """Return the words of the web's catalogues for notices, which are worded outside any request."""

    @cache
    def catalogue(locale: str) -> Translations:
        found = Translations.load(f"{root}/translations", [locale])
        return found if isinstance(found, Translations) else Translations()

    return lambda locale, words: str(catalogue(locale).gettext(words))
