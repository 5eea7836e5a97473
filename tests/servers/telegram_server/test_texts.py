"""Words and entities: lengths, bounds, the three markups."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity
from telegram.error import BadRequest

from tests.servers.telegram.markup import width
from tests.servers.telegram.refusals import Refusal
from tests.servers.telegram.texts import read_words
from tests.servers.telegram_server.bots import refused


class TestTexts:
    async def test_a_text_arrives_as_telegram_shows_it(self, server, bot, ana):
        sent = await bot.send_message(ana.id, " \n*Hi*\tthere 🙂 \n", parse_mode="MarkdownV2")

        assert sent.text == "Hi there 🙂"
        assert [(each.type, each.offset, each.length) for each in sent.entities] == [("bold", 0, 2)]
        assert (ana.chat.last.text, ana.chat.last.id) == (sent.text, sent.message_id)
        assert abs(sent.date - datetime.now(UTC)) < timedelta(seconds=5)

    async def test_lengths_count_in_utf16(self, bot, ana):
        await bot.send_message(ana.id, "🙂" * 2048)
        with refused(BadRequest, "Message is too long"):
            await bot.send_message(ana.id, "🙂" * 2048 + "a")

    @pytest.mark.parametrize(
        ("text", "said"), [("", "Message text is empty"), (" \n ", "Text must be non-empty")]
    )  # fmt: skip
    async def test_nothing_cannot_be_said(self, bot, ana, text, said):
        with refused(BadRequest, said):
            await bot.send_message(ana.id, text)

    @pytest.mark.parametrize(
        ("offset", "length", "said"),
        [
            (9, 1, "Entity begins after the end of the text at UTF-16 offset 9"),
            (0, 9, "Entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9"),
            (3, 1, "Entity begins in a middle of a UTF-16 symbol at byte offset 6"),
            (0, 3, "ends in a middle of a UTF-16 symbol at byte offset 6"),
            (-1, 2, "Receive an entity with incorrect offset -1"),
        ],
    )
    async def test_an_entity_lies_within_the_text(self, bot, ana, offset, length, said):
        with refused(BadRequest, said):
            await bot.send_message(ana.id, "ab🙂cd", entities=[MessageEntity("bold", offset, length)])

    async def test_entities_are_typed(self, bot, ana):
        with refused(BadRequest, "Can't parse messageentity: unsupported type specified"):
            await bot.send_message(ana.id, "abc", entities=[MessageEntity("sparkle", 0, 1)])
        moment = datetime(2026, 11, 1, 7, tzinfo=UTC)
        await bot.send_message(
            ana.id, "at 8", entities=[MessageEntity("date_time", 3, 1, unix_time=moment, date_time_format="t")]
        )
        assert ana.chat.last.entities[0]["unix_time"] == int(moment.timestamp())
        with refused(BadRequest, "invalid date-time format"):
            await bot.send_message(
                ana.id, "at 8", entities=[MessageEntity("date_time", 3, 1, unix_time=moment, date_time_format="x")]
            )

    @pytest.mark.parametrize(
        ("url", "said"),
        [
            ("notes/today", "Entity URL 'notes/today' is invalid: Wrong HTTP URL"),
            ("ftp://x.org", "Unsupported URL protocol"),
            ("https://", "URL host is empty"),
            ("tel:+15550100", "Wrong port number"),
        ],
    )
    async def test_a_link_leads_somewhere(self, bot, ana, url, said):
        with refused(BadRequest, said):
            await bot.send_message(ana.id, "here", entities=[MessageEntity("text_link", 0, 4, url=url)])
        sent = await bot.send_message(ana.id, "here", entities=[MessageEntity("text_link", 0, 4, url="X.org?a=1")])
        assert sent.entities[0].url == "http://x.org/?a=1"

    async def test_what_telegram_drops_in_silence_is_a_problem(self, server, bot, ana):
        await bot.send_message(ana.id, "a" * 200, entities=[MessageEntity("bold", at, 1) for at in range(130)])

        assert len(ana.chat.last.entities) == 100
        assert server.problems == ["130 entities, of which Telegram shows 100"]

    @pytest.mark.parametrize(
        ("mode", "text", "said"),
        [
            ("HTML", "<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
            ("HTML", "a<b>x</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
            ("HTML", "5 < 6 kg", 'Unsupported start tag "" at byte offset 2'),
            ("HTML", "é<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 2'),
            ("HTML", "x</b>", "Unexpected end tag at byte offset 1"),
            ("MarkdownV2", "a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
            ("MarkdownV2", "é *b", "Can't find end of Bold entity at byte offset 3"),
            ("Markdown", "snake_case", "Can't find end of the entity starting at byte offset 5"),
        ],
    )
    async def test_markup_that_does_not_parse_says_where(self, bot, ana, mode, text, said):
        with refused(BadRequest, "can't parse entities: " + said):
            await bot.send_message(ana.id, text, parse_mode=mode)

    @pytest.mark.parametrize(
        ("mode", "source", "text", "entities"),
        [
            ("HTML", 'a &lt; <b>b<i>c</i></b> <a href="https://x.org/?a=1&amp;b=2">d</a>', "a < bc d",
             [("bold", 4, 2), ("italic", 5, 1), ("text_link", 7, 1)]),
            ("HTML", "<blockquote expandable>q</blockquote><tg-spoiler>s</tg-spoiler>", "qs",
             [("expandable_blockquote", 0, 1), ("spoiler", 1, 1)]),
            ("HTML", '<pre><code class="language-python">x = 1</code></pre>', "x = 1", [("pre", 0, 5)]),
            ("HTML", '<tg-time unix="1793602800" format="t">8:00</tg-time>', "8:00", [("date_time", 0, 4)]),
            ("MarkdownV2", "*b _i_* `c*d` ||s|| __u__ [t](https://x.org)", "b i c*d s u t",
             [("bold", 0, 3), ("italic", 2, 1), ("code", 4, 3), ("spoiler", 8, 1), ("underline", 10, 1),
              ("text_link", 12, 1)]),
            ("MarkdownV2", ">one\n>two\nthree", "one\ntwo\nthree", [("blockquote", 0, 7)]),
            ("MarkdownV2", "```py\nx*y\n```\n1\\.", "x*y\n\n1.", [("pre", 0, 4)]),
            ("Markdown", "*b* _i_ [t](https://x.org) a\\_b", "b i t a_b",
             [("bold", 0, 1), ("italic", 2, 1), ("text_link", 4, 1)]),
            ("", "see https://x.org/a, @gigi_test_bot /log #walk", "see https://x.org/a, @gigi_test_bot /log #walk",
             [("url", 4, 15), ("mention", 21, 14), ("bot_command", 36, 4), ("hashtag", 41, 5)]),
        ],
    )  # fmt: skip
    async def test_markup_becomes_entities(self, bot, ana, mode, source, text, entities):
        sent = await bot.send_message(ana.id, source, parse_mode=mode or None)

        assert sent.text == text
        found = [(each.type, each.offset, each.length) for each in sent.entities]
        assert [each for each in found if each in entities] == entities
        assert {each[0] for each in found} <= {each[0] for each in entities} | {"url"}


MARKS = st.text(st.sampled_from("ab 🙂é\n\t\r*_~|`>[]()!\\<>/&;=\"'#.bipreacodlquts-gxn"), max_size=60)


@given(text=MARKS, mode=st.sampled_from(["", "HTML", "Markdown", "MarkdownV2"]))
def test_any_text_is_shown_with_entities_inside_it_or_refused_in_words(text, mode):
    try:
        words = read_words(text, mode, None, [])
    except Refusal as refusal:
        assert refusal.description.startswith("Bad Request: ")
        return
    assert words.text == words.text.strip(" \n") or words.entities
    for entity in words.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= width(words.text)
        assert words.part(entity)


@given(text=MARKS, spans=st.lists(st.tuples(st.integers(-1, 70), st.integers(-1, 70)), max_size=5))
def test_given_entities_are_refused_or_lie_inside_the_text(text, spans):
    entities = [{"type": "bold", "offset": offset, "length": length} for offset, length in spans]
    try:
        words = read_words(text, "", entities, [])
    except Refusal as refusal:
        assert "entity" in refusal.description
        return
    for entity in words.entities:
        assert words.part(entity)
