"""Buttons: good once, for one person, for the question they stood under."""

import pytest

from bot.entities import InboundKind
from bot.errors import SomebodyElsesButton
from tests.people import talking

GOAL = "I want to lose 5kg in 8 weeks"


async def test_press_answers_the_question_it_stands_under(tmp_path):
    async with talking(tmp_path) as talk:
        draft = await talk.ask(GOAL)

        await talk.press(draft, "Yes")

        (goal,) = (await talk.person()).active_goals
        assert goal.title


async def test_second_press_under_one_reply_is_recognised_and_changes_nothing(tmp_path):
    async with talking(tmp_path) as talk:
        draft = await talk.ask(GOAL)
        await talk.press(draft, "Yes")
        said = len(talk.stage.said)

        ticket = next(button.ticket for button in draft.buttons if button.label == "Not now")
        with pytest.raises(ValueError, match="unpack"):  # nothing is answered
            await talk.send(InboundKind.BUTTON, ticket)

        assert len(talk.stage.said) == said
        assert (await talk.person()).active_goals


async def test_button_of_an_earlier_question_changes_nothing(tmp_path):
    async with talking(tmp_path) as talk:
        draft = await talk.ask(GOAL)
        await talk.ask("not now")
        await talk.wait(minutes=1)
        await talk.ask("I want to read 12 books by December")

        answer = await talk.press(draft, "Yes")

        assert "no longer open" in answer.text
        assert not (await talk.person()).active_goals


async def test_somebody_elses_button_is_refused_and_stores_nothing(tmp_path):
    async with talking(tmp_path) as talk:
        draft = await talk.ask(GOAL)
        await talk.ask("hello", user="ben")

        with pytest.raises(SomebodyElsesButton):
            await talk.press(draft, "Yes", user="ben")

        assert not (await talk.person()).active_goals
        assert (await talk.gigi.store.inbox.counts()).keys() == {"done"}


@pytest.mark.parametrize("ticket", ["", "1", "1.0", "1.0.AAAAAAAAAAAAAAAA", "1.0.é", "9" * 70, "-1.0.AAAAAAAAAAAAAAAA"])
async def test_made_up_ticket_is_refused(tmp_path, ticket):
    async with talking(tmp_path) as talk:
        await talk.ask(GOAL)

        with pytest.raises(SomebodyElsesButton):
            await talk.send(InboundKind.BUTTON, ticket)


async def test_button_of_a_checkin_works_after_other_talk(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to meditate 10 minutes every day")
        await talk.ask("yes")
        await talk.ask("every day at 12:00")
        await talk.live(hours=4)
        nudge = talk.stage.said[-1][2]
        await talk.ask("how are you?")

        await talk.press(nudge, "Done")

        (log,) = (await talk.person()).logs
        assert log.status == "done"
