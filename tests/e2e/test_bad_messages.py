"""Whatever a person types gets exactly one reply, and the conversation goes on."""

import time

from tests.program import Chat

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


SLOW = 10.0  # seconds of a reply that nobody would wait for, on a busy machine


def faults(name: str, reply: str, seconds: float) -> list[str]:
    """What is wrong with one reply."""
    checks = {
        "it is empty": not reply.strip(),
        "it is endless": len(reply) > 10_000,
        "it holds control characters": any(char in reply for char in "\x00\x07\x1b\u202e\u2066"),
        "a placeholder was left in": "{next}" in reply and name != "braces",
        "it is an apology": "Something went wrong" in reply or "could not work out" in reply,
        "it took too long": seconds > SLOW,
    }
    return [fault for fault, is_true in checks.items() if is_true]


def test_every_message_gets_one_reply_that_is_fit_to_show_and_is_kept(tmp_path):
    found: dict[str, list[str]] = {}
    with Chat(tmp_path, "--json") as chat:
        for number, (name, words) in enumerate(CURSES.items(), 1):
            started = time.monotonic()
            answer = chat.ask_json(words)
            found[name] = faults(name, answer["reply"], time.monotonic() - started)
            assert answer["n"] == number
        history = chat.ask_json("history")["reply"]
        ended = chat.end()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert history.index("DROP TABLE") < history.index("30 February") < history.index("stretch stretch")
    assert (ended.status, ended.out) == (0, "")
    assert "Traceback" not in ended.err
    assert "turn_failed" not in ended.err
