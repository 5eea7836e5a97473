"""A person in their private chat with Gigi, over real sockets."""

from tests.adapters.telegram.life import living


async def test_first_message_that_is_a_goal_is_answered_at_once_with_a_plan(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7, first_name="Ana")

        await ana.starts()
        await ana.hears("I am Gigi")
        await ana.says("I want to lose 5kg in 8 weeks")
        plan = await ana.hears("Week 1")

        print(ana.chat.transcript(), plan.buttons, life.server.problems)
        assert life.server.problems == []
        assert 0
