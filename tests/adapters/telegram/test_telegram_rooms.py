"""Groups and topics: who is answered, and what a room may read."""

from tests.adapters.telegram.life import living

GOAL = "I want to lose 5kg in 8 weeks"


async def test_room_is_told_only_that_the_answer_came_in_private(tmp_path):
    async with living(tmp_path) as life:
        ana, bo = life.server.person(7, first_name="Ana"), life.server.person(8, first_name="Bo")
        await ana.starts()
        await ana.hears()
        group = life.server.group(1)
        await group.adds(bo)
        await group.adds_bot(by=ana)

        await group.says(ana, GOAL, mentions_bot=True)

        await ana.hears("Week 1")
        note = await _heard(group)
        assert "5kg" not in note.text
        assert "private" in note.text
        (button,) = [button for row in note.keyboard for button in row]
        assert button["url"] == "https://t.me/gigi_test_bot"
        assert note.reply_to is not None
        assert life.server.problems == []


async def _heard(group, what="", within=5.0):
    found = await group.bell.until(
        lambda: next((said for said in group.messages if said.from_bot and what in said.text), None), within
    )
    assert found is not None
    return found


async def test_somebody_who_never_started_gets_a_link_that_starts_it(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7, first_name="Ana")
        group = life.server.group(1)
        await group.adds_bot(by=ana)

        await group.says(ana, GOAL, mentions_bot=True)

        note = await _heard(group)
        assert "5kg" not in note.text
        await ana.follows(note, note.buttons[0])
        await ana.hears("Gigi")


async def test_talk_of_others_and_commands_of_other_bots_are_left_alone_even_by_an_administrator(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        group = life.server.group(1)
        await group.adds_bot(by=ana)
        await group.promotes_bot(by=ana)

        await group.says(ana, "shall we have pizza?")
        await group.says(ana, "/ban@other_bot somebody")
        await group.says(ana, "/ban somebody")
        await group.says(ana, "@other_bot do this")
        await group.says(ana, "/help")

        await _heard(group)
        assert len(await life.gigi.store.inbox.rows()) == 1


async def test_reply_to_gigi_is_heard_without_a_mention(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.starts()
        await ana.hears()
        group = life.server.group(1)
        await group.adds_bot(by=ana)
        await group.says(ana, "/help")
        note = await _heard(group)

        await group.says(ana, GOAL, reply_to=note)

        await ana.hears("Week 1")


async def test_answer_in_a_topic_stays_in_the_topic_and_survives_its_deletion(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.starts()
        await ana.hears()
        group = life.server.group(1, forum=True)
        await group.adds_bot(by=ana)
        running = await group.opens_topic("Running", by=ana)

        await group.says(ana, GOAL, mentions_bot=True, topic=running)
        assert (await _heard(group)).thread == running.id

        before = len(group.from_bot)
        await group.deletes_topic(running)
        await group.says(ana, "/goals", mentions_bot=True, topic=running)
        later = await group.bell.until(lambda: group.from_bot[before:] or None, 5.0)
        assert later[0].thread is None


async def test_message_in_a_topic_is_no_reply_to_who_opened_it(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        group = life.server.group(1, forum=True)
        await group.adds_bot(by=ana)
        await group.promotes_bot(by=ana)
        topic = await group.opens_topic("Running", by=ana)

        await group.says(ana, "shall we run?", topic=topic)
        await group.says(ana, "/help", topic=topic)

        await _heard(group)
        assert len(await life.gigi.store.inbox.rows()) == 1


async def test_answer_follows_a_group_that_became_a_supergroup(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.starts()
        await ana.hears()
        small = life.server.group(5, kind="group")
        await small.adds_bot(by=ana)
        life.server.will("sendMessage", _migrating(small, ana), chat=small)

        await small.says(ana, "/help", mentions_bot=True)

        large = await life.server.bell.until(lambda: next(iter(_large(life.server)), None), 5.0)
        assert await large.bell.until(lambda: large.from_bot or None, 5.0)


def _large(server):
    return [group for group in server.groups.values() if group.kind == "supergroup" and group.from_bot]


def _migrating(small, by):
    async def fault(request, process):
        await small.migrates(by)
        return await process()

    return fault


async def test_tap_of_somebody_else_is_refused_politely_and_changes_nothing(tmp_path):
    async with living(tmp_path) as life:
        ana, bo = life.server.person(7, first_name="Ana"), life.server.person(8, first_name="Bo")
        await ana.says(GOAL)
        plan = await ana.hears("Week 1")

        press = await bo.presses(plan, "Yes")

        answer = await press.answered()
        assert "not for you" in answer["text"]
        assert answer["show_alert"]
        assert plan.buttons[0] == "Yes"
        await ana.hears_nothing()


async def test_removed_from_a_group_gigi_goes_on_with_everybody(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.starts()
        await ana.hears()
        group = life.server.group(1)
        await group.adds_bot(by=ana)
        await group.says(ana, "/help", mentions_bot=True)
        await _heard(group)

        await group.removes_bot(by=ana)
        await ana.says("/goals")

        await ana.hears()
        assert not await life.gigi.store.people.is_blocked(await life.id_of(7))


async def test_room_note_is_in_the_language_of_the_person(tmp_path):
    async with living(tmp_path) as life:
        uli = life.server.person(7, first_name="Uli", language_code="de")
        group = life.server.group(1)
        await group.adds_bot(by=uli)

        await group.says(uli, "/goals", mentions_bot=True)

        note = await _heard(group)
        assert (await life.person(7)).profile.language == "de"
        print(note.text, note.buttons)
