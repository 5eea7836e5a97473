"""Where a person's words are, who may read them, and how to take them away."""

from bot.catalogue import N_, t
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.entities import Button, Reply
from bot.rules.text import fold

FORGET_ME = N_("forget me")


async def explain(moment: Moment, words: str) -> Said:
    """/privacy."""
    model = (
        t(
            "Gemini reads your messages only if you said yes (`/model off` ends it). On Google's free tier people "
            "at Google may read them."
        )
        if moment.house.has_model
        else t("No model is set up here: nothing you write leaves this machine.")
    )
    lines = (
        t("Everything you write is stored encrypted under a key of your own; chat ids too."),
        model,
        t("Whoever runs this Gigi holds the master key, so trust them as you would trust a coach."),
        t("`/export` gives you everything, `/forget` destroys your key and data, `/private on` keeps no memories."),
        t("Nothing is sold, nothing is used for advertising, no telemetry is sent."),
    )
    return say(moment.person, "\n".join([f"**{t('Privacy')}**\n", *(f"- {line}" for line in lines)]))


async def set_model(moment: Moment, words: str) -> Said:
    """/model on or off."""
    choice = on_or_off(words)
    if choice is None:
        asked = t("Say `/model on` or `/model off`: whether Google's Gemini may read your messages.")
        return say(moment.person, asked)
    person = moment.person.but(profile=moment.person.profile.but(consent=choice, consent_asked_at=moment.now))
    if not choice:
        return say(
            person,
            t("Gemini is off for you: I coach from my own playbooks, and nothing you write leaves this machine."),
        )
    if not moment.house.has_model:
        return say(person, t("Noted, but no Gemini key is set up on this machine, so I go on with my own playbooks."))
    if moment.house.model_tier == "free":
        reads = t("Gemini may read your messages from now on. On its free tier people at Google may read them.")
    else:
        reads = t("Gemini may read your messages from now on.")
    return say(person, f"{reads} {t('`/model off` ends that.')}")


def on_or_off(words: str) -> bool | None:
    """What "on" or "off" chooses, in English or in the language of the turn."""
    said = fold(words)
    if said in ("on", fold(t("on"))):
        return True
    return False if said in ("off", fold(t("off"))) else None


async def set_private(moment: Moment, words: str) -> Said:
    """/private on or off."""
    choice = on_or_off(words)
    if choice is None:
        return say(
            moment.person,
            t("Say `/private on` or `/private off`: on means no memories are kept and no model is asked."),
        )
    person = moment.person.but(profile=moment.person.profile.but(is_private=choice))
    text = (
        t("Private mode is on: I remember nothing beyond goals, plans and logs, and no model is asked.")
        if choice
        else t("Private mode is off.")
    )
    return say(person, text)


async def export(moment: Moment, words: str) -> Said:
    """/export: the files are added where the store is at hand."""
    return Said(
        person=moment.person,
        reply=Reply(text=t("Here is everything I hold about you, and your schedule as a calendar file.")),
        ending="export",
    )


async def ask_forget(moment: Moment, words: str) -> Said:
    """/forget asks once; `forget me` as the next message does it."""
    warning = t(
        "This destroys your key, goals, plans, logs, reminders and memories, here and in old backups, for good. "
        "`/export` first if you want a copy."
    )
    asked = t("Send **{words}** to do it; anything else keeps everything.", words=t(FORGET_ME))
    button = Button(label=t(FORGET_ME), action="forget")
    return say(awaiting(moment.person, moment.ask("forget")), f"{warning}\n\n{asked}", button)


def confirms_forgetting(text: str) -> bool:
    """Whether these are exactly the words that were asked for, in English or in the language of the turn."""
    return fold(text).strip(" .!") in (FORGET_ME, fold(t(FORGET_ME)))


def answer_forget(moment: Moment) -> Said:
    """The words that confirm, or anything else, which keeps everything."""
    person = awaiting(moment.person, None)
    if confirms_forgetting(moment.text):
        reply = Reply(text=t("Done: your key and everything I held about you are destroyed. Take care of yourself."))
        return Said(person=person, reply=reply, ending="forget")
    return say(person, t("Everything is kept."))


async def leave(moment: Moment, words: str) -> Said:
    """exit in the terminal."""
    return Said(person=moment.person, reply=Reply(text=t("See you. Everything is kept.")), ending="exit")
