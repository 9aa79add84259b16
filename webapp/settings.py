"""Settings: typed, from the environment; every default is right in production, or the start is refused."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workflows.domain.words import N_

ROOT = Path(__file__).resolve().parents[1]
#: Of the authority in a demonstration.
_HOURS = N_("工作日 9:00—12:00，13:00—17:00")


class SettingsRefused(RuntimeError):
    """The product does not start with these settings; the message says why and what to set."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs from one installation to another."""

    #: ``production`` unless said otherwise.
    environment: str
    #: Folder of the database, files and keys.
    data: Path
    database_url: str
    #: Key of cookies and forms.
    secret_key: str
    #: Key of the audit MACs, outside the database.
    audit_key: bytes
    #: Address of the site as people type it, without a slash at the end.
    base_url: str
    training: bool
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_tls: bool
    mail_from: str
    #: HTTP gateway for text messages and the secret shared with it; no gateway, no text messages.
    sms_url: str
    sms_key: str = field(repr=False)
    #: clamd as ``unix:/path`` or ``tcp:host:port``; ``eicar`` only for demonstrations and tests.
    scanner: str
    #: How the city platform is reached: ``http`` (by service), ``file`` or ``none``; the secret shared with it.
    exchange: str = "none"
    exchange_url: str = ""
    exchange_key: str = field(default="", repr=False)
    #: Holds the folders ``outgoing`` and ``incoming`` of the exchange by file.
    exchange_folder: Path = Path()
    #: When the counters are open, in the words of the office; empty where they are not told.
    office_hours: str = ""
    #: How many proxies stand before the site and may say who the reader is.
    trusted_proxies: int = 0
    #: Why these settings may not serve people; empty when they may.
    refusals: tuple[str, ...] = ()

    @property
    def production(self) -> bool:
        """Whether the strict rules of production hold."""
        return self.environment == "production"

    def require_fit_to_serve(self) -> None:
        """Raise SettingsRefused with everything that must be set before the site or its worker may start."""
        if self.refusals:
            raise SettingsRefused("; ".join(self.refusals))


def read(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. What production asks for is collected in ``refusals``: commands that serve nobody run without.

    Raises:
        SettingsRefused: a value is impossible, or the data folder or a key cannot be used.
    """
    environment = env.get("CREDITCASE_ENV", "production")
    if environment not in {"production", "demonstration", "test"}:
        raise SettingsRefused(f"CREDITCASE_ENV must be production, demonstration or test, not {environment!r}")
    production = environment == "production"
    data = Path(env.get("CREDITCASE_DATA", str(ROOT / "var"))).resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsRefused(f"CREDITCASE_DATA: {data} cannot be written: {error.strerror}") from error
    training = env.get("CREDITCASE_TRAINING", "") == "1"
    scanner = env.get("CREDITCASE_SCANNER") or "eicar"
    base_url = env.get("CREDITCASE_BASE_URL") or f"http://127.0.0.1:{env.get('CREDITCASE_PORT') or 8000}"
    return Settings(
        environment=environment,
        data=data,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data / 'creditcase.db'}",
        secret_key=_key(env, "CREDITCASE_SECRET_KEY", data / "secret.key"),
        audit_key=_key(env, "CREDITCASE_AUDIT_KEY", data / "audit.key").encode(),
        base_url=base_url.rstrip("/"),
        training=training,
        smtp_host=env.get("CREDITCASE_SMTP_HOST", ""),
        smtp_port=_whole_number(env, "CREDITCASE_SMTP_PORT", 25),
        smtp_user=env.get("CREDITCASE_SMTP_USER", ""),
        smtp_password=env.get("CREDITCASE_SMTP_PASSWORD", ""),
        smtp_tls=env.get("CREDITCASE_SMTP_TLS", "1" if production else "0") == "1",
        mail_from=env.get("CREDITCASE_MAIL_FROM", "creditcase@localhost"),
        sms_url=env.get("CREDITCASE_SMS_URL", ""),
        sms_key=_sms_key(env),
        scanner=scanner,
        exchange=_exchange(env),
        exchange_url=env.get("CREDITCASE_EXCHANGE_URL", ""),
        exchange_key=env.get("CREDITCASE_EXCHANGE_KEY", ""),
        exchange_folder=Path(env.get("CREDITCASE_EXCHANGE_FOLDER") or data / "exchange").resolve(),
        office_hours=env.get("CREDITCASE_OFFICE_HOURS", "" if production else _HOURS).strip(),
        trusted_proxies=_whole_number(env, "CREDITCASE_TRUSTED_PROXIES", 0),
        refusals=tuple(_refusals(env, training, scanner, base_url)) if production else (),
    )


def _whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name) or str(default)
    if not value.isdecimal():
        raise SettingsRefused(f"{name} must be a whole number, not {value!r}")
    return int(value)


def _sms_key(env: Mapping[str, str]) -> str:
    """Return the gateway's secret; an address that cannot be posted to and a short secret are refused."""
    url, key = env.get("CREDITCASE_SMS_URL", ""), env.get("CREDITCASE_SMS_KEY", "")
    if url and not url.startswith(("https://", "http://")):
        raise SettingsRefused(f"CREDITCASE_SMS_URL must be an http(s):// address, not {url!r}")
    if url and len(key) < 32:
        raise SettingsRefused("CREDITCASE_SMS_KEY must have at least 32 characters where CREDITCASE_SMS_URL is set")
    return key


def _exchange(env: Mapping[str, str]) -> str:
    """Return the way to the platform; one without an address or with a short secret is refused."""
    way, url = env.get("CREDITCASE_EXCHANGE") or "none", env.get("CREDITCASE_EXCHANGE_URL", "")
    if way not in {"http", "file", "none"}:
        raise SettingsRefused(f"CREDITCASE_EXCHANGE must be http, file or none, not {way!r}")
    if way == "http" and not url.startswith(("https://", "http://127.0.0.1")):
        raise SettingsRefused("CREDITCASE_EXCHANGE_URL must be the https:// address of the platform")
    if way != "none" and len(env.get("CREDITCASE_EXCHANGE_KEY", "")) < 32:
        raise SettingsRefused("CREDITCASE_EXCHANGE_KEY must have at least 32 characters where there is an exchange")
    return way


def _refusals(env: Mapping[str, str], training: bool, scanner: str, base_url: str) -> Iterator[str]:
    """Say what production does not accept."""
    if training:
        yield "CREDITCASE_TRAINING=1 moves the office's clock and is refused in production"
    if scanner == "eicar":
        yield "set CREDITCASE_SCANNER to the address of clamd (unix:/path or tcp:host:port)"
    if not base_url.startswith("https://"):
        yield "set CREDITCASE_BASE_URL to the https:// address of the site"
    sms_url = env.get("CREDITCASE_SMS_URL", "")
    if sms_url and not sms_url.startswith("https://"):
        yield "set CREDITCASE_SMS_URL to an https:// address: telephone numbers go there"
    if env.get("CREDITCASE_EXCHANGE") == "http" and not env["CREDITCASE_EXCHANGE_URL"].startswith("https://"):
        yield "set CREDITCASE_EXCHANGE_URL to an https:// address: records go there"


def _key(env: Mapping[str, str], name: str, path: Path) -> str:
    """Return a key from the environment or from a file that only its owner may read, made at first start."""
    given = env.get(name)
    if given is not None:
        if len(given) < 32:
            raise SettingsRefused(f"{name} must have at least 32 characters")
        return given
    if not path.exists():
        _make_key(name, path)
    if path.stat().st_mode & 0o077:
        raise SettingsRefused(f"{path} can be read by others; run: chmod 600 {path}")
    return path.read_text().strip()


def _make_key(name: str, path: Path) -> None:
    """Make a key file; of two processes that start at once, one makes it and both read it whole."""
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    except OSError as error:
        raise SettingsRefused(f"{name}: {path} cannot be made: {error.strerror}") from error
