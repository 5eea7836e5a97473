"""Five hundred people write at once: how fast they are accepted, see a typing sign, and are answered. Prints JSON."""

import json
import re
import sys
from pathlib import Path

import pytest

from tests.adapters.telegram_scenarios.process import running
from tests.program import GIGI
from tests.servers import gemini
from tests.servers.telegram import serve

PEOPLE = 500
WORDS = "what do you think, how could I sleep a little better this week?"
TALK = {
    "intent": "question", "mood": "neutral", "motivation": "medium", "needs": [], "language": "en", "confidence": 0.9,
    "summary": "", "reply": "Try the same bedtime for three nights.", "goals": [], "facts": [],
}  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("is_paced", [False, True], ids=["unpaced", "paced"])
async def test_five_hundred_people_at_once(tmp_path, is_paced, monkeypatch):
    if not is_paced:
        monkeypatch.setattr(
            "tests.adapters.telegram_scenarios.process.GIGI", (sys.executable, "-m", "tests.adapters.telegram.unpaced")
        )
    assert GIGI
    settings = {
        "GIGI_GEMINI__API_KEY": gemini.KEY, "GIGI_GEMINI__CONSENT": "assumed", "GIGI_GEMINI__TIER": "paid",
        "GIGI_GEMINI__REQUESTS_PER_MINUTE": "100000", "GIGI_GEMINI__REQUESTS_PER_DAY": "1000000",
    }  # fmt: skip
    async with (
        serve() as server,
        gemini.serve(gemini.filled(TALK)) as model,
        running(server, tmp_path, GIGI_GEMINI__BASE_URL=model.url, **settings) as process,
    ):
        server.flood.on = is_paced
        people = [server.person(1000 + number) for number in range(PEOPLE)]
        before = _memory_mb(process)
        started = server.loop_time()
        for person in people:
            await person.says(WORDS)
        for person in people:
            await person.hears(within=240)

        figures = _figures(server, people, started) | {
            "paced": is_paced, "memory_mb": [before, _memory_mb(process)], "model_calls": len(model.asked),
        }  # fmt: skip
        print(json.dumps(figures))
        assert figures["answered"] == PEOPLE
        assert server.flood.refused == []
        assert server.problems == []


def _figures(server, people, started):
    typing = sorted(server.calls_of("sendChatAction", person)[0].at - started for person in people)
    replies = sorted(server.calls_of("sendMessage", person)[0].at - started for person in people)
    polls = [call for call in server.calls_of("getUpdates") if call.at > started]
    last = server.updates.next_id
    accepted = next((call.at - started for call in polls if int(call.values.get("offset", 0)) == last), replies[-1])
    return {
        "people": len(people), "answered": len(replies),
        "accepted_per_second": round(len(people) / accepted, 1),
        "first_typing_s": {"median": round(typing[len(typing) // 2], 2), "last": round(typing[-1], 2)},
        "replies_per_second": round(len(people) / replies[-1], 1),
        "reply_s": {"median": round(replies[len(replies) // 2], 2), "last": round(replies[-1], 2)},
        "refused_by_flood": len(server.flood.refused),
    }  # fmt: skip


def _memory_mb(process):
    status = Path(f"/proc/{process._running.pid}/status").read_text(encoding="utf-8")
    return round(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)
