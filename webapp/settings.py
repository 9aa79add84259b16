"""Settings: typed, from the environment; every default is right in production, or the start is refused."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


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
    #: clamd as ``unix:/path`` or ``host:port``; ``eicar`` only for demonstrations.
    scanner: str

    @property
    def production(self) -> bool:
        """Whether the strict rules of production hold."""
        return self.environment == "production"


def read(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        SettingsRefused: a value is missing or not allowed in production.
    """
    environment = env.get("CREDITCASE_ENV", "production")
    if environment not in {"production", "demonstration", "test"}:
        raise SettingsRefused(f"CREDITCASE_ENV must be production, demonstration or test, not {environment!r}")
    training = env.get("CREDITCASE_TRAINING", "") == "1"
    if training and environment == "production":
        raise SettingsRefused("CREDITCASE_TRAINING=1 moves the office's clock and is refused in production")
    scanner = env.get("CREDITCASE_SCANNER", "" if environment == "production" else "eicar")
    if environment == "production" and scanner in {"", "eicar"}:
        raise SettingsRefused("set CREDITCASE_SCANNER to the address of clamd (unix:/path or host:port)")
    data = Path(env.get("CREDITCASE_DATA", str(ROOT / "var"))).resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsRefused(f"CREDITCASE_DATA: {data} cannot be written: {error.strerror}") from error
    base_url = env.get("CREDITCASE_BASE_URL", "" if environment == "production" else "http://127.0.0.1:8000")
    if not base_url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise SettingsRefused("set CREDITCASE_BASE_URL to the https:// address of the site")
    return Settings(
        environment=environment,
        data=data,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data / 'creditcase.db'}",
        secret_key=_key(env, "CREDITCASE_SECRET_KEY", data / "secret.key", environment),
        audit_key=_key(env, "CREDITCASE_AUDIT_KEY", data / "audit.key", environment).encode(),
        base_url=base_url.rstrip("/"),
        training=training,
        smtp_host=env.get("CREDITCASE_SMTP_HOST", ""),
        smtp_port=int(env.get("CREDITCASE_SMTP_PORT", "25")),
        smtp_user=env.get("CREDITCASE_SMTP_USER", ""),
        smtp_password=env.get("CREDITCASE_SMTP_PASSWORD", ""),
        smtp_tls=env.get("CREDITCASE_SMTP_TLS", "1" if environment == "production" else "0") == "1",
        mail_from=env.get("CREDITCASE_MAIL_FROM", "creditcase@localhost"),
        scanner=scanner,
    )


def _key(env: Mapping[str, str], name: str, path: Path, environment: str) -> str:
    """Return a key from the environment or from a file that only its owner may read, made at first start."""
    given = env.get(name)
    if given is not None:
        if len(given) < 32:
            raise SettingsRefused(f"{name} must have at least 32 characters")
        return given
    if not path.exists():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        except OSError as error:
            raise SettingsRefused(f"{name}: {path} cannot be made: {error.strerror}") from error
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    if path.stat().st_mode & 0o077:
        raise SettingsRefused(f"{path} can be read by others; run: chmod 600 {path}")
    return path.read_text().strip()
