"""`gigi chat` on pipes, as a script uses it: real processes on real data."""

import json
import re
import signal
from pathlib import Path

import pytest

from tests.program import Chat, gigi

GOAL = "I want to lose 4kg in 8 weeks"


def json_lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One conversation on a pipe, ended by the end of input."""
    folder = tmp_path_factory.mktemp("told")
    lines = [GOAL, "84 kg, 175 cm", "yes", "", "/bogus", "Easier", "help"]
    return folder, lines, gigi(folder, "chat", stdin="".join(f"{line}\n" for line in lines))


def test_each_reply_is_followed_by_two_dashes_also_that_to_an_empty_line(told):
    _, lines, ran = told

    replies = ran.out.split("\n--\n")

    assert ran.status == 0
    assert len(replies) == len(lines) + 1
    assert replies[-1] == ""
    assert all(reply.strip() for reply in replies[:-1])
    assert "Week 8" in replies[0]
    assert "empty" in replies[3]
    assert "/bogus" in replies[4]


def test_banners_and_the_new_key_are_announced_on_stderr_only(told):
    folder, _, ran = told

    assert "A new encryption key was made" in ran.err
    assert "encryption key was made" not in ran.out
    assert (folder / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_pipe_has_no_colours_and_no_markup(told):
    _, _, ran = told

    assert "\x1b" not in ran.out + ran.err
    assert "**" not in ran.out


def test_json_gives_exactly_one_line_for_each_line(tmp_path):
    lines = [GOAL, "", "yes", "\u0000\u0007 bell", "مرحبا", "history"]

    ran = gigi(tmp_path, "chat", "--json", stdin="\n".join(lines))  # the last one without a line end

    answers = json_lines(ran.out)
    assert ran.status == 0
    assert [answer["n"] for answer in answers] == [1, 2, 3, 4, 5, 6]
    assert all(set(answer) == {"n", "reply", "buttons", "sent"} and answer["reply"] for answer in answers)
    assert answers[0]["buttons"] == ["Yes", "Easier", "Not now"]
    assert GOAL in answers[5]["reply"]


def test_sessions_of_users_are_apart_and_survive_a_restart(tmp_path):
    gigi(tmp_path, "chat", "--user", "ana", stdin=f"{GOAL}\nyes\n")
    bens = gigi(tmp_path, "chat", "--user", "ben", stdin="history\n/goals\n")
    anas = gigi(tmp_path, "chat", "--user", "ana", stdin="history\n/goals\nclear\nhistory\n/goals\n")

    before, goals, _, after, still = anas.out.split("\n--\n")[:-1]
    assert "4kg" not in bens.out
    assert GOAL in before
    assert GOAL not in after
    assert "4kg" in goals
    assert "4kg" in still


def test_exit_ends_with_zero_and_reads_no_further(tmp_path):
    ran = gigi(tmp_path, "chat", stdin="exit\nhello\n")

    assert (ran.status, ran.out) == (0, "")


def test_no_input_at_all_ends_with_zero_at_once(tmp_path):
    chat, run = gigi(tmp_path, "chat"), gigi(tmp_path, "run", GIGI_SERVER__PORT="0")

    assert (chat.status, chat.out, run.status, run.out) == (0, "", 0, "")
    assert "No platform token" in run.err


def test_export_writes_files_for_their_owner_only_and_never_over_another(tmp_path):
    (tmp_path / "gigi-export.json").write_text("mine", encoding="utf-8")

    ran = gigi(tmp_path, "chat", "--json", stdin=f"{GOAL}\nremind me every day at 7am to stretch\nLisbon\n/export\n")

    assert (tmp_path / "gigi-export.json").read_text(encoding="utf-8") == "mine"
    export = tmp_path / "gigi-export-2.json"
    assert export.stat().st_mode & 0o777 == 0o600
    assert "4kg" in json.dumps(json.loads(export.read_text(encoding="utf-8")))
    calendar = (tmp_path / "gigi-schedule.ics").read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert "stretch" in calendar
    assert "Saved gigi-export-2.json" in ran.err


def test_forget_destroys_everything_and_the_next_message_comes_from_a_stranger(tmp_path):
    told = gigi(tmp_path, "chat", "--json", stdin=f"{GOAL}\nyes\n/forget\nforget me\nhistory\n/goals\n")

    answers = json_lines(told.out)
    assert "destroyed" in answers[3]["reply"]
    assert GOAL not in answers[4]["reply"]
    assert "4kg" not in answers[5]["reply"]


def test_control_c_at_rest_ends_with_zero(tmp_path):
    with Chat(tmp_path) as chat:
        assert chat.ask("hello")

        status, seconds = chat.signal(signal.SIGINT)

        assert (status, seconds < 15) == (0, True)
        assert "Traceback" not in chat.errors


def test_signal_in_the_middle_of_a_turn_ends_with_zero_and_the_answer_comes_at_the_next_start(tmp_path):
    """The first turn of a process takes a while: the signal comes inside it."""
    with Chat(tmp_path, "--json") as chat:
        chat.wait_for_error("Gigi, your coach")
        chat.wait_for_error("encryption key")
        chat.say(GOAL)

        status, seconds = chat.signal(signal.SIGTERM)

        unread = chat.end().out
        assert (status, seconds < 15) == (0, True)
        assert "Traceback" not in chat.errors

    again = json_lines(gigi(tmp_path, "chat", "--json", stdin="history\n").out)[0]
    if GOAL not in unread + again["reply"]:  # the signal was faster than the line
        assert "not talked yet" in again["reply"]
    else:
        assert unread or "Week 8" in again["sent"][0]["text"]


def test_signal_while_everything_is_still_being_imported_ends_with_zero(tmp_path):
    with Chat(tmp_path) as chat:
        chat.wait_for_error("Gigi, your coach")

        status, seconds = chat.signal(signal.SIGTERM)

        assert (status, seconds < 15) == (0, True)
        assert "Traceback" not in chat.errors


def test_run_without_a_token_is_the_terminal_coach_with_a_health_endpoint(tmp_path):
    import urllib.request

    with Chat(tmp_path, command="run", GIGI_SERVER__PORT="0") as chat:
        port = re.search(r"port=(\d+)", chat.wait_for_error("Health and metrics are served"))
        assert port is not None
        assert "No platform token" in chat.errors
        for path in ("healthz", "readyz", "metrics"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port[1]}/{path}", timeout=10) as answer:
                assert answer.status == 200
        assert chat.ask("hello")
        assert chat.end().status == 0


def test_run_with_the_port_taken_says_so_and_goes_on(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with Chat(tmp_path, command="run", GIGI_SERVER__PORT=str(taken.getsockname()[1])) as chat:
            assert chat.ask("hello")
            ran = chat.end()

    assert ran.status == 0
    assert "health endpoint is off" in ran.err


def test_reader_that_goes_away_is_no_traceback(tmp_path: Path):
    with Chat(tmp_path) as chat:
        chat.process.stdout.close()
        chat.say("hello")
        chat.say("hello again")

        assert chat.process.wait(60) in (0, 1)
        assert "Traceback" not in chat.errors
