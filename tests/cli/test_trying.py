"""`gigi try`: one JSON line for each line, in order, in the fields that the contract names."""

import json
from datetime import datetime

import orjson
import pytest

ZONE = "Europe/Lisbon"
HABIT = {"title": "Read", "unit": None, "kind": "habit", "start": None, "target": None}


def bench(command, rule: str, *lines: object, status: int = 0) -> list[dict]:
    given = b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    ran = command("try", rule, stdin=given)
    assert ran.status == status, ran.err
    assert "Traceback" not in ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_screen_gives_verdict_category_and_level(command):
    ok, crisis, unsafe = bench(
        command, "screen",
        {"id": 1, "text": "I want to read more"},
        {"id": "two", "text": "I want to end my life", "now": "2026-11-23T09:00:00+00:00"},
        {"id": None, "text": "I want to lose 20 kg in 2 weeks"},
    )  # fmt: skip

    assert ok == {"id": 1, "verdict": "ok", "category": None, "level": None}
    assert (crisis["id"], crisis["verdict"], crisis["category"]) == ("two", "crisis", "suicide")
    assert crisis["level"] in (1, 2, 3, 4)
    assert (unsafe["id"], unsafe["verdict"], unsafe["category"], unsafe["level"]) == (
        None, "unsafe_goal", "weight_rate", None,
    )  # fmt: skip


def test_goal_gives_the_measures_and_the_persons_own_words(command):
    text = "I want to lose 5kg by 18 January 2027"
    found, chatter = bench(
        command, "goal",
        {"id": 7, "text": text, "now": "2026-11-23T09:00:00+00:00", "zone": ZONE},
        {"id": 8, "text": "what a lovely day"},
    )  # fmt: skip

    (goal,) = found["goals"]
    assert (found["id"], found["is_goal"]) == (7, True)
    assert set(goal) == {
        "title", "domain", "amount", "unit", "amount_kind", "direction", "deadline", "deadline_text", "frequency_text",
    }  # fmt: skip
    assert (goal["domain"], goal["amount"], goal["unit"], goal["direction"]) == ("weight", 5, "kg", "decrease")
    assert goal["deadline"] == "2027-01-18"
    assert goal["deadline_text"] in text
    assert chatter == {"id": 8, "is_goal": False, "goals": [], "question": chatter["question"]}


def test_checkin_gives_what_was_reported(command):
    goal = {"title": "Lose 5kg", "unit": "kg", "kind": "level", "start": 84, "target": 79}
    value, skipped = bench(
        command, "checkin",
        {"id": 1, "text": "79.4", "today": "2026-11-23", "goal": goal},
        {"id": 2, "text": "skipped, was sick", "today": "2026-11-23", "goal": {**goal, "start": None, "target": None}},
    )  # fmt: skip

    assert set(value) == {"id", "status", "value", "unit", "mode", "day_offset", "also", "to"}
    assert (value["status"], value["value"], value["unit"], value["mode"]) == ("value", 79.4, "kg", "set")
    assert (value["day_offset"], value["also"], value["to"]) == (0, [], None)
    assert (skipped["status"], skipped["value"]) == ("skipped", None)


def test_reminder_gives_rules_and_the_next_three_instants(command):
    now = "2026-11-23T09:00:00+00:00"
    daily, once, nowhere = bench(
        command, "reminder",
        {"id": 1, "text": "every Monday at 7am to stretch", "now": now, "zone": ZONE},
        {"id": 2, "text": "tomorrow at 6pm", "now": now, "zone": ZONE},
        {"id": 3, "text": "tomorrow at 6pm", "now": now, "zone": None},
    )  # fmt: skip

    assert set(daily) == {"id", "outcome", "rrules", "next", "message"}
    assert daily["outcome"] == "schedule"
    assert len(daily["rrules"]) == 1
    assert daily["next"] == ["2026-11-30T07:00:00+00:00", "2026-12-07T07:00:00+00:00", "2026-12-14T07:00:00+00:00"]
    assert (once["rrules"], once["next"]) == ([], ["2026-11-24T18:00:00+00:00"])
    assert (nowhere["outcome"], nowhere["next"]) == ("clarify", [])


def test_dialogue_gives_what_was_sent_said_and_kept_at_each_turn(command):
    (played,) = bench(
        command, "dialogue",
        {"id": 5, "setup": {"zone": ZONE}, "turns": [
            {"turn": 1, "at": "2026-11-23T09:00:00+00:00", "user": "I want to lose 5kg in 8 weeks"},
            {"turn": 2, "at": "2026-11-23T09:01:00+00:00", "user": "84 kg, 175 cm"},
            {"turn": 3, "at": "2026-11-23T09:02:00+00:00", "tap": "Yes"},
            {"turn": 4, "at": "2026-11-23T09:03:00+00:00", "user": "yes"},
            {"turn": 5, "at": "2026-11-26T20:00:00+00:00", "user": "83.4"},
        ]},
    )  # fmt: skip

    turns = played["turns"]
    assert (played["id"], [turn["turn"] for turn in turns]) == (5, [1, 2, 3, 4, 5])
    assert all(set(turn) == {"turn", "sent_before", "reply", "buttons", "state"} for turn in turns)
    assert "Yes" in turns[0]["buttons"]
    state = turns[-1]["state"]
    assert set(state) == {
        "zone", "zone_provisional", "active_goals", "goals", "reminders", "logs", "crisis", "awaiting",
    }  # fmt: skip
    (goal,), (reminder,), log = state["goals"], state["reminders"], state["logs"][-1]
    assert set(goal) == {
        "id", "title", "domain", "amount", "unit", "amount_kind", "direction", "deadline", "frequency", "clock",
        "start", "current", "status",
    }  # fmt: skip
    assert (goal["status"], goal["start"], goal["current"], state["active_goals"]) == ("active", 84, 83.4, 1)
    assert set(reminder) == {"id", "goal", "rrules", "zone", "next", "kind", "status"}
    assert (reminder["kind"], reminder["goal"], reminder["zone"]) == ("checkin", goal["id"], ZONE)
    assert set(log) == {"goal", "day", "status", "value", "unit"}
    assert (log["day"], log["value"], log["unit"]) == ("2026-11-26", 83.4, "kg")
    assert [sent["at"] for sent in turns[4]["sent_before"]] == ["2026-11-26T08:00:00+00:00"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # The clocks go forward on 28 March 2027 at 01:00: 01:30 does not exist, the first valid instant is 02:00.
        (
            "2027-03-26T12:00",
            "2027-03-30T12:00",
            ["27T01:30+00:00", "28T02:00+01:00", "29T01:30+01:00", "30T01:30+01:00"],
        ),
        # They go back on 25 October 2026 at 02:00: 01:30 comes twice and counts once, the first time.
        (
            "2026-10-23T12:00",
            "2026-10-27T12:00",
            ["24T01:30+01:00", "25T01:30+01:00", "26T01:30+00:00", "27T01:30+00:00"],
        ),
    ],
)
def test_dialogue_keeps_local_time_when_the_clocks_change(command, start, end, expected):
    from zoneinfo import ZoneInfo

    (played,) = bench(
        command, "dialogue",
        {"id": 1, "setup": {"zone": ZONE}, "turns": [
            {"turn": 1, "at": f"{start}:00+00:00", "user": "remind me every day at 1:30am to take my pill"},
            {"turn": 2, "at": f"{end}:00+00:00", "user": "/nudges"},
        ]},
    )  # fmt: skip

    sent = [
        datetime.fromisoformat(nudge["at"]).astimezone(ZoneInfo(ZONE)) for nudge in played["turns"][1]["sent_before"]
    ]
    assert [moment.isoformat(timespec="minutes")[8:] for moment in sent] == expected


def test_dialogues_know_nothing_of_each_other(command):
    def line(number: int) -> dict:
        return {"id": number, "setup": {"zone": ZONE}, "turns": [
            {"turn": 1, "at": "2026-11-23T09:00:00+00:00", "user": "I want to read 12 books this year"},
        ]}  # fmt: skip

    first, second = bench(command, "dialogue", line(1), line(2))

    assert len(second["turns"][0]["state"]["goals"]) == len(first["turns"][0]["state"]["goals"]) == 1


@pytest.mark.parametrize(
    ("rule", "line", "words"),
    [
        ("screen", b"no json", "not valid JSON"),
        ("screen", b"\xff\xfe", "not valid JSON"),
        ("screen", b"[1, 2]", "JSON object"),
        ("screen", {"id": 9}, "text"),
        ("screen", {"id": 9, "text": 5}, "text"),
        ("screen", {"id": 9, "text": "x", "now": "yesterday"}, "now"),
        ("goal", {"id": 9, "text": "x", "zone": "Mars/Olympus"}, "zone"),
        ("goal", {"id": 9, "text": "x", "zone": 5}, "zone"),
        ("goal", {"id": 9, "text": "x", "zone": "../../etc/passwd"}, "zone"),
        ("goal", {"id": 9, "text": "x", "zone": ""}, "zone"),
        ("checkin", {"id": 9, "text": "x", "today": "2026-11-23"}, "goal"),
        ("checkin", {"id": 9, "text": "x", "today": "someday", "goal": {"title": "t", "kind": "habit"}}, "goal"),
        ("checkin", {"id": 9, "text": "x", "today": "someday", "goal": HABIT}, "today"),
        ("checkin", {"id": 9, "text": "x", "today": "2026-11-23", "goal": {"title": "t", "kind": "dream"}}, "goal"),
        ("reminder", {"id": 9, "now": "2026-11-23T09:00:00+00:00", "zone": "UTC"}, "text"),
        ("dialogue", {"id": 9, "turns": "none"}, "turns"),
        ("dialogue", {"id": 9, "turns": [{"turn": 1, "user": "hi"}]}, "at"),
        ("dialogue", {"id": 9, "turns": [{"turn": 1, "at": "2026-11-23T09:00:00+00:00"}]}, "user or tap"),
        ("dialogue", {"id": 9, "setup": {"zone": "Mars/Olympus"}, "turns": []}, "zone"),
        ("dialogue", {"id": 9, "setup": "UTC", "turns": []}, "setup"),
    ],
)  # fmt: skip
def test_bad_line_is_told_in_its_place_and_the_next_one_is_answered(command, rule, line, words):
    good = {
        "screen": {"id": 10, "text": "hello"},
        "goal": {"id": 10, "text": "hello"},
        "checkin": {"id": 10, "text": "done", "today": "2026-11-23",
                    "goal": HABIT},
        "reminder": {"id": 10, "text": "every day at 7", "now": "2026-11-23T09:00:00+00:00", "zone": "UTC"},
        "dialogue": {"id": 10, "turns": []},
    }[rule]  # fmt: skip

    bad, answered = bench(command, rule, line, good, status=1)

    assert set(bad) == {"id", "error"}
    assert bad["id"] == (9 if isinstance(line, dict) else None)
    assert words in bad["error"]
    assert "error" not in answered
    assert answered["id"] == 10


def test_blank_lines_are_passed_over_and_nothing_is_zero(command):
    assert bench(command, "screen", b"", b"   ") == []


def test_long_and_strange_texts_are_answered(command):
    texts = ["", "\u0000", "🔥", "مرحبا", "x" * 100_000]
    for rule in ("screen", "goal"):
        found = bench(command, rule, *({"id": n, "text": text} for n, text in enumerate(texts)))

        assert [line["id"] for line in found] == list(range(len(texts)))
        assert not any("error" in line for line in found)
