"""The settings: the file, the environment over it, and the defaults of the example."""

import tomllib
from datetime import time
from pathlib import Path

import pytest

from bot.config import Settings, read_settings
from bot.errors import ConfigError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def write(folder: Path, text: str) -> Path:
    file = folder / "gigi.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_example_says_every_default_and_nothing_else():
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))

    assert Settings(**example) == Settings()
    for section, keys in example.items():
        assert set(keys) == set(
            getattr(Settings(), section).model_fields_set | set(type(getattr(Settings(), section)).model_fields)
        )
    assert set(example) == set(Settings.model_fields)


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert read_settings() == Settings()


def test_config_toml_of_the_working_directory_is_read(tmp_path, monkeypatch):
    (tmp_path / "config.toml").write_text('[coach]\nzone = "Europe/Lisbon"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert read_settings().coach.zone == "Europe/Lisbon"


def test_environment_wins_over_the_file_key_by_key(tmp_path, monkeypatch):
    file = write(tmp_path, '[gemini]\nmodel = "from-file"\nrequests_per_day = 7')
    monkeypatch.setenv("GIGI_GEMINI__MODEL", "from-environment")

    settings = read_settings(file)

    assert (settings.gemini.model, settings.gemini.requests_per_day) == ("from-environment", 7)


def test_lists_in_the_environment_are_json(monkeypatch):
    monkeypatch.setenv("GIGI_ACCESS__ALLOWED", '["console:ana"]')

    assert read_settings().access.allowed == ["console:ana"]


def test_variables_of_hosting_platforms_are_read_and_ours_win(monkeypatch):
    monkeypatch.setenv("PORT", "5000")
    monkeypatch.setenv("DATABASE_URL", "postgres://host/gigi")
    assert read_settings().server.port == 5000
    assert read_settings().storage.database_url.get_secret_value() == "postgres://host/gigi"

    monkeypatch.setenv("GIGI_SERVER__PORT", "6000")
    assert read_settings().server.port == 6000


def test_port_beside_a_host_of_ours_keeps_both(monkeypatch):
    monkeypatch.setenv("PORT", "5000")
    monkeypatch.setenv("GIGI_SERVER__HOST", "0.0.0.0")  # noqa: S104

    assert (read_settings().server.host, read_settings().server.port) == ("0.0.0.0", 5000)  # noqa: S104


def test_unknown_variable_of_ours_is_a_problem(monkeypatch):
    monkeypatch.setenv("GIGI_GEMINI__MODLE", "x")

    with pytest.raises(ConfigError, match=r"gemini\.modle"):
        read_settings()


def test_secrets_are_not_in_what_settings_show(tmp_path):
    settings = read_settings(write(tmp_path, '[telegram]\ntoken = "secret-word"'))

    assert "secret-word" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_quiet_hours_are_two_local_times():
    assert Settings(reminders={"quiet_hours": "22:30-7:05"}).reminders.quiet == (time(22, 30), time(7, 5))


@pytest.mark.parametrize("value", ["", "21:00", "24:00-08:00", "21:00-8", "a-b", "21:00-08:00-09:00"])
def test_quiet_hours_that_are_none_are_refused(value, tmp_path):
    with pytest.raises(ConfigError, match=r"reminders\.quiet_hours"):
        read_settings(write(tmp_path, f'[reminders]\nquiet_hours = "{value}"'))


@pytest.mark.parametrize("url", ["ftp://host", "host:80", "http://", "//host"])
def test_address_without_http_is_refused(url, tmp_path):
    with pytest.raises(ConfigError, match=r"gemini\.base_url"):
        read_settings(write(tmp_path, f'[gemini]\nbase_url = "{url}"'))


def test_eval_data_is_no_setting(monkeypatch):
    monkeypatch.setenv("GIGI_EVAL_DATA", "somewhere")

    assert read_settings() == Settings()
