"""Where a person's words are, who may read them, and how to take them away."""

from bot.conversation.moment import Moment, Said, awaiting, say
from bot.entities import Button, Reply


async def explain(moment: Moment, words: str) -> Said:
    """/privacy."""
    model = (
        "Gemini reads your messages only if you said yes (`/model off` ends it). On Google's free tier people "
        "at Google may read them."
        if moment.house.has_model
        else "No model is set up here: nothing you write leaves this machine."
    )
    text = (
        "**Privacy**\n\n"
        "- Everything you write is stored encrypted under a key of your own; chat ids too.\n"
        f"- {model}\n"
        "- Whoever runs this Gigi holds the master key, so trust them as you would trust a coach.\n"
        "- `/export` gives you everything, `/forget` destroys your key and data, `/private on` keeps no memories.\n"
        "- Nothing is sold, nothing is used for advertising, no telemetry is sent."
    )
    return say(moment.person, text)


async def set_model(moment: Moment, words: str) -> Said:
    """/model on or off."""
    choice = {"on": True, "off": False}.get(words.lower())
    if choice is None:
        return say(moment.person, "Say `/model on` or `/model off`: whether Google's Gemini may read your messages.")
    person = moment.person.but(profile=moment.person.profile.but(consent=choice, consent_asked_at=moment.now))
    if not choice:
        return say(
            person, "Gemini is off for you: I coach from my own playbooks, and nothing you write leaves this machine."
        )
    if not moment.house.has_model:
        return say(person, "Noted, but no Gemini key is set up on this machine, so I go on with my own playbooks.")
    reads = " On its free tier people at Google may read them." if moment.house.model_tier == "free" else ""
    return say(person, f"Gemini may read your messages from now on.{reads} `/model off` ends that.")


async def set_private(moment: Moment, words: str) -> Said:
    """/private on or off."""
    choice = {"on": True, "off": False}.get(words.lower())
    if choice is None:
        return say(
            moment.person, "Say `/private on` or `/private off`: on means no memories are kept and no model is asked."
        )
    person = moment.person.but(profile=moment.person.profile.but(is_private=choice))
    text = (
        "Private mode is on: I remember nothing beyond goals, plans and logs, and no model is asked."
        if choice
        else "Private mode is off."
    )
    return say(person, text)


async def export(moment: Moment, words: str) -> Said:
    """/export: the files are added where the store is at hand."""
    return Said(
        person=moment.person,
        reply=Reply(text="Here is everything I hold about you, and your schedule as a calendar file."),
        ending="export",
    )


async def ask_forget(moment: Moment, words: str) -> Said:
    """/forget asks once; `forget me` as the next message does it."""
    text = (
        "This destroys your key, goals, plans, logs, reminders and memories, here and in old backups, for good. "
        "`/export` first if you want a copy.\n\nSend **forget me** to do it; anything else keeps everything."
    )
    return say(awaiting(moment.person, moment.ask("forget")), text, Button(label="forget me", action="forget"))


def answer_forget(moment: Moment) -> Said:
    """The words that confirm, or anything else, which keeps everything."""
    person = awaiting(moment.person, None)
    if moment.text.strip().lower().strip(".!") == "forget me":
        reply = Reply(text="Done: your key and everything I held about you are destroyed. Take care of yourself.")
        return Said(person=person, reply=reply, ending="forget")
    return say(person, "Everything is kept.")


async def leave(moment: Moment, words: str) -> Said:
    """exit in the terminal."""
    return Said(person=moment.person, reply=Reply(text="See you. Everything is kept."), ending="exit")
