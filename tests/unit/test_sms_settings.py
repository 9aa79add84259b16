"""The gateway for text messages is set as a whole and safely, or not at all."""

from pathlib import Path

import pytest

from webapp.settings import SettingsRefused, read

PRODUCTION = {"CREDITCASE_SCANNER": "tcp:127.0.0.1:3310", "CREDITCASE_BASE_URL": "https://credit.example"}
KEY = "k" * 32


def test_without_a_gateway_there_are_no_text_messages(tmp_path: Path) -> None:
    assert read({"CREDITCASE_DATA": str(tmp_path)}).sms_url == ""


def test_the_secret_is_not_shown_where_settings_are_printed(tmp_path: Path) -> None:
    settings = read(
        {"CREDITCASE_DATA": str(tmp_path), "CREDITCASE_SMS_URL": "https://sms.example", "CREDITCASE_SMS_KEY": KEY}
    )
    assert settings.sms_key == KEY
    assert KEY not in repr(settings)


@pytest.mark.parametrize(
    ("url", "key", "named"),
    [
        ("https://sms.example/send", "", "CREDITCASE_SMS_KEY"),
        ("https://sms.example/send", "short", "CREDITCASE_SMS_KEY"),
        ("ftp://sms.example", KEY, "CREDITCASE_SMS_URL"),
        ("sms.example", KEY, "CREDITCASE_SMS_URL"),
    ],
)
def test_half_a_gateway_is_refused_at_once(tmp_path: Path, url: str, key: str, named: str) -> None:
    with pytest.raises(SettingsRefused, match=named):
        read({"CREDITCASE_DATA": str(tmp_path), "CREDITCASE_SMS_URL": url, "CREDITCASE_SMS_KEY": key})


def test_production_sends_telephone_numbers_over_https_only(tmp_path: Path) -> None:
    env = {"CREDITCASE_DATA": str(tmp_path), **PRODUCTION, "CREDITCASE_SMS_KEY": KEY}
    read({**env, "CREDITCASE_SMS_URL": "https://sms.example/send"}).require_fit_to_serve()
    with pytest.raises(SettingsRefused, match="CREDITCASE_SMS_URL"):
        read({**env, "CREDITCASE_SMS_URL": "http://sms.example/send"}).require_fit_to_serve()
