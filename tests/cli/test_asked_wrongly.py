"""A command that is asked wrongly: status 2, one sentence on stderr, nothing made."""

import pytest

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def assert_one_sentence(err: str) -> None:
    assert err.startswith("gigi: ")
    assert "Traceback" not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dance"], "No such command 'dance'"),
        (["chat", "--loud"], "No such option: --loud"),
        (["chat", "hello"], "hello"),
        (["inspect", "turn"], "Missing argument 'ID'"),
        (["inspect", "turn", "abc"], "Invalid value for 'ID'"),
        (["inspect", "sessions", "--limit", "0"], "--limit"),
        (["try", "goal", "--coach", "oracle"], "--coach"),
        (["export"], "--user"),
        (["chat", "--user", ""], "--user"),
        (["chat", "--user", "a\x1bb"], "--user"),
        (["chat", "--user", "x" * 201], "--user"),
        (["chat", "--config", "nowhere.toml"], "nowhere.toml"),
        (["chat", "--config", "."], "cannot be read"),
    ],
)
def test_wrong_arguments_are_one_sentence_and_two(command, tmp_path, arguments, words):
    ran = command(*arguments)

    assert ran.status == 2
    assert words in ran.err
    assert_one_sentence(ran.err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["chat", "--help"], ["inspect", "--help"], ["try", "goal", "--help"]]
)
def test_help_is_zero(command, arguments):
    ran = command(*arguments)

    assert ran.status == 0
    assert "Usage" in ran.out


def test_every_problem_of_a_configuration_is_told_at_once_and_no_secret(command, tmp_path):
    (tmp_path / "config.toml").write_text(
        f"""
        colour = "red"
        [gemini]
        api_key = "sk-very-secret"
        requests_per_minute = "many"
        modle = "x"
        [security]
        encryption_keys = ["not-a-key-but-secret", "{KEY}"]
        [server]
        port = 70000
        [reminders]
        quiet_hours = "21 to 8"
        [coach]
        zone = "Mars/Olympus"
        country = "Portugal"
        """,
        encoding="utf-8",
    )

    ran = command("chat")

    assert ran.status == 2
    for path in (
        "colour", "gemini.requests_per_minute", "gemini.modle", "security.encryption_keys.0", "server.port",
        "reminders.quiet_hours", "coach.zone", "coach.country",
    ):  # fmt: skip
        assert f"  {path}: " in ran.err
    assert "8 problem(s)" in ran.err
    assert not any(secret in ran.err for secret in ("sk-very-secret", "but-secret", KEY, "Traceback"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[gemini\napi_key = 'secret-word'", "not valid TOML"),
        (b"\xff\xfe\x00", "not valid TOML"),
        (b"gemini = 'secret-word'", "gemini: "),
        (b"[telegram]\ntoken = 5", "telegram.token: "),
    ],
)
def test_file_that_cannot_be_understood_is_said_without_its_words(command, tmp_path, content, words):
    (tmp_path / "config.toml").write_bytes(content)

    ran = command("chat")

    assert ran.status == 2
    assert words in ran.err
    assert "secret-word" not in ran.err


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("GIGI_SERVER__PORT", "http", "server.port"),
        ("PORT", "http", "server.port"),
        ("GIGI_SECURITY__ENCRYPTION_KEYS", "secret-word", "security.encryption_keys"),
        ("GIGI_GEMINI__TIER", "secret-word", "gemini.tier"),
        ("GIGI_STORAGE__DATABASE_URL", "mysql://me:secret-word@host/x", "storage.database_url"),
        ("DATABASE_URL", "secret-word", "storage.database_url"),
    ],
)
def test_wrong_variable_is_named_and_its_value_is_not(command, name, value, words):
    ran = command("chat", **{name: value})

    assert ran.status == 2
    assert words in ran.err
    assert "secret-word" not in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("role", ["telegram", "discord"])
def test_platform_without_its_token_is_refused(command, role):
    ran = command(role)

    assert ran.status == 2
    assert f"{role}.token" in ran.err


@pytest.mark.parametrize("role", ["worker", "clock"])
def test_role_of_a_fleet_is_refused_on_sqlite(command, role):
    ran = command(role)

    assert ran.status == 2
    assert "gigi run" in ran.err


@pytest.mark.parametrize("ref", ["foo:1", "console:nobody", "p_000000000000000000000000", ""])
def test_person_nobody_knows_is_one_sentence_and_one(command, ref):
    command("migrate")

    ran = command("export", "--user", ref)

    assert ran.status == 1
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert "Nobody is stored" in ran.err


def test_looking_into_an_empty_folder_makes_nothing(command, tmp_path):
    ran = command("inspect", "sessions")

    assert ran.status == 1
    assert "no database" in ran.err
    assert not list(tmp_path.rglob("gigi.db"))


def test_turn_and_dead_message_that_do_not_exist_are_one_sentence(command):
    command("migrate")

    assert command("inspect", "turn", "999").status == 1
    assert command("inspect", "replay", "999").status == 1
