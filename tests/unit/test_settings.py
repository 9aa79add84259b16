"""The product starts with settings that are right for production, or says what to set."""

import stat
from pathlib import Path

import pytest

from webapp.settings import SettingsRefused, read

PRODUCTION = {"CREDITCASE_SCANNER": "tcp:127.0.0.1:3310", "CREDITCASE_BASE_URL": "https://credit.example"}


def test_production_is_meant_where_nothing_is_said(tmp_path: Path) -> None:
    settings = read({"CREDITCASE_DATA": str(tmp_path), **PRODUCTION})
    assert settings.production
    assert settings.smtp_tls
    settings.require_fit_to_serve()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"CREDITCASE_SCANNER": ""}, "CREDITCASE_SCANNER"),
        ({"CREDITCASE_SCANNER": "eicar"}, "CREDITCASE_SCANNER"),
        ({"CREDITCASE_BASE_URL": ""}, "CREDITCASE_BASE_URL"),
        ({"CREDITCASE_BASE_URL": "http://credit.example"}, "CREDITCASE_BASE_URL"),
        ({"CREDITCASE_TRAINING": "1"}, "CREDITCASE_TRAINING"),
    ],
)
def test_production_refuses_to_serve_and_names_what_to_set(tmp_path: Path, changes: dict[str, str], named: str) -> None:
    settings = read({"CREDITCASE_DATA": str(tmp_path), **PRODUCTION, **changes})
    with pytest.raises(SettingsRefused, match=named):
        settings.require_fit_to_serve()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"CREDITCASE_ENV": "debug"}, "CREDITCASE_ENV"),
        ({"CREDITCASE_SECRET_KEY": "short"}, "CREDITCASE_SECRET_KEY"),
        ({"CREDITCASE_AUDIT_KEY": ""}, "CREDITCASE_AUDIT_KEY"),
        ({"CREDITCASE_DATA": "/proc/nowhere"}, "CREDITCASE_DATA"),
        ({"CREDITCASE_SMTP_PORT": "mail"}, "CREDITCASE_SMTP_PORT"),
        ({"CREDITCASE_TRUSTED_PROXIES": "-1"}, "CREDITCASE_TRUSTED_PROXIES"),
    ],
)
def test_an_impossible_setting_is_refused_at_once(tmp_path: Path, changes: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsRefused, match=named):
        read({"CREDITCASE_DATA": str(tmp_path), **changes})


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first, second = (read({"CREDITCASE_DATA": str(tmp_path), **PRODUCTION}) for _ in range(2))
    assert first.secret_key == second.secret_key
    assert first.audit_key != first.secret_key.encode()
    assert stat.S_IMODE((tmp_path / "audit.key").stat().st_mode) == 0o600
    (tmp_path / "audit.key").chmod(0o644)
    with pytest.raises(SettingsRefused, match="chmod 600"):
        read({"CREDITCASE_DATA": str(tmp_path), **PRODUCTION})
