"""Whatever a person types gets exactly one reply, and the conversation goes on."""

import json
import time

import pytest

from tests.people import talking
from tests.program import gigi

CURSES = {
    "nothing": b"",
    "blanks": b"   \t  ",
    "control characters": b"\x01\x02\x07\x08\x0b\x1b[31mred\x1b[0m\x7f",
    "NULs": b"I want\x00 to read\x00 12 books",
    "no UTF-8": b"\xff\xfe\x80 caf\xe9 \xc3\x28",
    "half a surrogate": b"\xed\xa0\x80",
    "emoji only": "🏃‍♀️🔥💪🏽".encode(),
    "right to left": "أريد أن أقرأ 12 كتابا هذا العام".encode(),
    "bidi overrides": "\u202eabc\u202c \u2066def\u2069".encode(),
    "Chinese": "我想在八周内减掉五公斤".encode(),
    "German": "Ich möchte jeden Tag 30 Minuten spazieren gehen".encode(),
    "Russian": "хочу бросить курить".encode(),
    "Spanish": b"quiero ahorrar 500 euros antes de junio",
    "combining marks": ("e" + "\u0301" * 500).encode(),
    "unknown command": b"/dance all night",
    "only a slash": b"/",
    "a command with markup": b"/<b>**x**`",
    "a carriage return": b"hello\rthere\r",
    "markup": b"**[x](javascript:alert(1))** <script>",
    "SQL": b"'; DROP TABLE users; --",
    "braces": b"{next} {0} %s %(x)s ${HOME}",
    "large numbers": b"I want to lose 99999999999999999999999999999 kg in 1e999 weeks",
    "a minus": b"/log -5",
    "not a number": b"/log nan",
    "infinite": b"/log inf",
    "far future": b"I want to run 10 km by 31 December 9999",
    "before time": b"remind me on 1 January 0001 at 25:61",
    "a month that does not exist": b"I want to run 10 km by 30 February",
    "zero": b"I want to lose 0 kg in 0 weeks",
    "100,000 characters": b"I want to run " + b"far and " * 12_500,
    "one word of 100,000": b"a" * 100_000,
    "100,000 digits": b"1" * 100_000,
    "100,000 brackets": b"(" * 100_000,
    "100,000 new words": b" ".join(b"%d" % number for number in range(17_000)),
    "a long command": b"/goal " + b"x" * 100_000,
    "a long reminder": b"remind me every day at 7 to " + b"stretch " * 12_500,
    "100,000 emoji": "🔥".encode() * 100_000,
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("curses")
    ran = gigi(folder, "chat", "--json", stdin=b"\n".join([*CURSES.values(), b"history"]))
    assert ran.status == 0, ran.err[-2000:]
    assert "Traceback" not in ran.err
    assert "turn_failed" not in ran.err
    return dict(zip([*CURSES, "history"], map(json.loads, ran.out.splitlines()), strict=True))


@pytest.mark.parametrize("name", CURSES)
def test_message_gets_one_reply_that_is_fit_to_show(answers, name):
    reply = answers[name]["reply"]

    assert reply.strip()
    assert len(reply) < 10_000
    assert not any(char in reply for char in "\x00\x07\x1b\u202e\u2066")
    assert "{next}" not in reply or name == "braces"
    assert "Something went wrong" not in reply
    assert "could not work out" not in reply


def test_all_of_them_are_kept_in_order(answers):
    history = answers["history"]["reply"]

    assert history.index("DROP TABLE") < history.index("30 February") < history.index("stretch stretch")


async def test_longest_message_is_answered_within_a_few_seconds(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.told("hello")
        slow = []
        for name, words in CURSES.items():
            started = time.process_time()
            await talk.told(words.decode(errors="replace"))
            if time.process_time() - started > 5:
                slow.append(name)

    assert slow == []
