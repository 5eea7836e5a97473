"""/today is ticked off by tapping, in place."""

from tests.people import talking


async def test_a_tick_records_the_goal_as_done_and_shows_it_in_place(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to meditate 10 minutes every day")
        await talk.ask("yes")
        await talk.ask("no")
        today = await talk.ask("/today")
        (button,) = today.buttons

        after = await talk.press(today, button.label)

        (log,) = (await talk.person()).logs
        assert log.status == "done"
        assert after.is_in_place
        assert "✓" in after.text
        assert [b.label for b in after.buttons] == ["Undo"]


async def test_a_tick_is_taken_back_by_undo(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to meditate 10 minutes every day")
        await talk.ask("yes")
        await talk.ask("no")
        today = await talk.ask("/today")
        after = await talk.press(today, today.buttons[0].label)

        await talk.press(after, "Undo")

        assert (await talk.person()).logs == ()


async def test_what_was_recorded_already_has_no_button(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to meditate 10 minutes every day")
        await talk.ask("yes")
        await talk.ask("no")
        earlier = await talk.ask("/today")
        await talk.ask("/log done")

        assert not (await talk.ask("/today")).buttons
        await talk.press(earlier, earlier.buttons[0].label)
        assert len((await talk.person()).logs) == 1
