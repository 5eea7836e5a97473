"""What an operator does to a stopped Gigi: doctor, inspect, keys, export, forget, reindex, replay."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.people import talking

LINES = ("I want to lose 4kg in 8 weeks", "84 kg, 175 cm", "yes", "yes", "my knee hurts on stairs", "what a lovely day")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data of Ana, who has a goal, a check-in and a memory."""

    async def talk() -> None:
        async with talking(tmp_path / "data") as open_talk:
            for line in LINES:
                await open_talk.told(line)

    asyncio.run(talk())
    return tmp_path / "data"


def inspected(command, *arguments: str) -> list[dict]:
    ran = command("inspect", *arguments, "--json")
    assert ran.status == 0, ran.err
    return json.loads(ran.out)


def test_doctor_in_an_empty_folder_finds_nothing_to_mend(command, tmp_path):
    ran = command("doctor", "--json")

    findings = {finding["check"]: finding for finding in json.loads(ran.out)}
    assert ran.status == 0
    assert {"python", "configuration", "data folder", "embedding model", "gemini", "database"} <= set(findings)
    assert all(finding["message"] for finding in findings.values())
    assert not (tmp_path / "data").exists()


def test_doctor_verifies_every_record(command, data):
    ran = command("doctor", "--verify")

    assert ran.status == 0
    assert "every record opens with the key" in ran.out


def test_doctor_tells_a_wrong_configuration_and_a_wrong_key(command, data):
    configuration = command("doctor", GIGI_SERVER__PORT="x")
    key = command("doctor", GIGI_SECURITY__ENCRYPTION_KEYS=json.dumps([Fernet.generate_key().decode()]))

    assert (configuration.status, key.status) == (1, 1)
    assert "fail  configuration" in configuration.out
    assert "fail  database" in key.out


def test_inspect_shows_sessions_goals_and_a_turn_with_its_path(command, data):
    (session,), (goal,) = inspected(command, "sessions"), inspected(command, "goals")
    (turn,) = inspected(command, "turn", "1")

    assert (session["goals"], session["history"], session["token"]) == (1, "(hidden)", "(hidden)")
    assert (goal["title"], goal["status"], goal["weeks"]) == ("(hidden)", "active", 8)
    assert [step["node"] for step in turn["path"]] == [
        "start_session", "analyze_input", "identify_goals", "generate_plan", "finalize_response",
    ]  # fmt: skip
    assert all(step["ms"] >= 0 for step in turn["path"])
    assert turn["analysis"]["intent"] == "goal"
    assert turn["analysis"]["summary"] == "(hidden)"


def test_inspect_reveals_only_when_told_to(command, data):
    (hidden,), (shown,) = inspected(command, "turn", "1"), inspected(command, "turn", "1", "--reveal")

    assert (hidden["text"], hidden["reply"]) == ("(hidden)", "(hidden)")
    assert shown["text"] == LINES[0]
    assert "Week 8" in shown["reply"]


def test_inspect_lists_the_inbox_newest_first(command, data):
    rows = inspected(command, "inbox", "--limit", "3")

    assert [row["id"] for row in rows] == [6, 5, 4]
    assert {row["state"] for row in rows} == {"done"}
    assert command("inspect", "dead").out == "(nothing)\n"


def test_inspect_knows_a_person_by_platform_name_and_internal_id(command, data):
    (by_name,) = inspected(command, "person", "console:ana")
    (by_id,) = inspected(command, "person", by_name["person"])

    assert by_name == by_id
    assert by_name["reminders"][0]["kind"] == "checkin"


def test_dead_message_is_replayed_and_answered_at_the_next_start(command, data):
    connection = sqlite3.connect(data / "gigi.db")
    connection.execute("update inbox set state = 'dead', error = 'RuntimeError' where id = 6")
    connection.commit()
    connection.close()
    assert [row["id"] for row in inspected(command, "dead")] == [6]

    assert command("inspect", "replay", "6").status == 0

    async def start() -> list[str]:
        async with talking(data) as talk:
            await talk.gigi.resume()
            await talk.gigi.engine.idle()
            return [reply.text for _, _, reply in talk.stage.said]

    assert len(asyncio.run(start())) == 1
    assert command("inspect", "replay", "6").status == 1


def test_export_is_everything_and_forget_leaves_nobody(command, data):
    exported = command("export", "--user", "console:ana")
    assert "my knee hurts on stairs" in exported.out
    assert json.loads(exported.out)

    assert command("forget", "--user", "console:ana").status == 0

    assert command("export", "--user", "console:ana").status == 1
    assert inspected(command, "sessions") == []


def test_keys_rotate_and_the_old_one_can_be_dropped(command, data):
    old = (data / "secret.key").read_text(encoding="utf-8").split()[-1]
    new = command("keys", "generate").out.strip()
    Fernet(new)

    rotated = command("keys", "rotate", GIGI_SECURITY__ENCRYPTION_KEYS=json.dumps([new, old]))
    assert rotated.status == 0
    assert "1 people" in rotated.out

    by_new = command("export", "--user", "console:ana", GIGI_SECURITY__ENCRYPTION_KEYS=json.dumps([new]))
    by_old = command("export", "--user", "console:ana", GIGI_SECURITY__ENCRYPTION_KEYS=json.dumps([old]))
    assert "my knee hurts" in by_new.out
    assert by_old.status == 1
    assert old not in by_old.err


def test_migrate_and_reindex_say_what_they_did(command, data):
    assert "up to date" in command("migrate").out
    assert "memories indexed" in command("reindex").out


def test_operating_on_data_in_use_is_refused(command, data):
    from bot.store.guard import hold_alone

    with hold_alone(data):
        ran = command("forget", "--user", "console:ana")

    assert ran.status == 1
    assert "already running" in ran.err
