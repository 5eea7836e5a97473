"""The one table of commands. Adapters read it to publish them; `handler_of` finds what one does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.catalogue import N_, t
from bot.conversation import (
    checkins,
    inviting,
    linking,
    memories,
    privacy,
    profile,
    progress,
    reminders,
    rooms,
    safety,
    showing,
    ticking,
)
from bot.conversation.moment import Moment, Said, say
from bot.entities import Platform

Handler = Callable[[Moment, str], Awaitable[Said]]
ALL = frozenset(Platform)
GROUPS = frozenset({Platform.TELEGRAM, Platform.DISCORD})
TERMINAL = frozenset({Platform.CONSOLE})


@dataclass(frozen=True)
class Command:
    """One command: its name without the slash, the words after it, one line of help, what it does."""

    name: str
    arguments: str
    summary: str
    handle: Handler
    platforms: frozenset[Platform] = ALL

    @property
    def usage(self) -> str:
        """`/plan [GOAL]`, in the language of the turn."""
        return f"/{self.name} {t(self.arguments)}".strip()


async def show_help(moment: Moment, words: str) -> Said:
    """Every command of this platform with one line each."""
    lines = [f"- `{c.usage}`: {t(c.summary)}" for c in COMMANDS if moment.platform in c.platforms]
    begin = t('Tell me a goal in your own words, like "I want to lose 5kg in 8 weeks", or use:')
    words_do = t("You can also just write: *done*, *skipped, sick*, *79.4*, *remind me every morning at 7 to stretch*.")
    return say(moment.person, "\n\n".join((begin, "\n".join(lines), words_do)))


COMMANDS: tuple[Command, ...] = (
    Command("start", "", N_("what Gigi is, and how to begin"), linking.start),
    Command("help", "", N_("this list"), show_help),
    Command("goal", N_("TEXT"), N_("set a goal in your own words"), showing.set_goal),
    Command("goals", "", N_("your goals"), showing.list_goals),
    Command("plan", N_("[GOAL]"), N_("the plan, week by week"), showing.show_goal_plan),
    Command("today", "", N_("what is on today"), ticking.show_today),
    Command("log", N_("VALUE [GOAL]"), N_("record a value, done, partly or skipped"), checkins.log_command),
    Command("undo", "", N_("take back the last change"), checkins.undo),
    Command("progress", N_("[GOAL]"), N_("how it is going, with the numbers"), progress.show_progress),
    Command("remind", N_("TEXT"), N_('a reminder: "every Monday at 7am to stretch"'), reminders.remind),
    Command("nudges", "", N_("what was sent, skipped and why, and what comes next"), reminders.show_nudges),
    Command("pause", N_("[UNTIL]"), N_("no nudges until a day, or until /resume"), reminders.pause),
    Command("resume", "", N_("nudges again"), reminders.resume),
    Command("timezone", N_("PLACE or TIME"), N_('where you are: "Lisbon" or "8:30pm"'), profile.set_zone),
    Command("country", N_("NAME"), N_("your country, for the right help lines"), profile.set_country),
    Command("language", N_("NAME"), N_("the language I should use"), profile.set_language),
    Command("memory", N_("[WORDS]"), N_("what I remember, or what you said about something"), memories.show),
    Command("model", N_("on or off"), N_("whether Gemini may read your messages"), privacy.set_model),
    Command("private", N_("on or off"), N_("keep nothing to remember, ask no model"), privacy.set_private),
    Command("privacy", "", N_("where your words are and who can read them"), privacy.explain),
    Command("export", "", N_("everything I hold about you, as files"), privacy.export),
    Command("forget", "", N_("destroy everything about you (asks first)"), privacy.ask_forget),
    Command("link", N_("[CODE]"), N_("use the same goals on another platform"), linking.link),
    Command("invite", "", N_("a code that lets one more person in"), inviting.invite),
    Command("unlink", "", N_("part from another platform again"), linking.unlink),
    Command(
        "share", "[GOAL] done, full or nothing", N_("in a group: how much of a goal it may see"), rooms.share, GROUPS
    ),
    Command("board", "on NAME or off", N_("in a group: stand on its weekly board"), rooms.board, GROUPS),
    Command(
        "channels",
        N_("here, not here or everywhere"),
        N_("for those who manage a server: where I may speak"),
        rooms.channels,
        frozenset({Platform.DISCORD}),
    ),
    Command("safety", "", N_("help lines, and what I do in a crisis"), safety.explain),
    Command("settings", "", N_("your settings at a glance"), profile.show_settings),
    Command("history", "", N_("our conversation so far"), memories.history, TERMINAL),
    Command("clear", "", N_("forget this conversation; goals stay"), memories.clear, TERMINAL),
    Command("exit", "", N_("leave; everything is kept"), privacy.leave, TERMINAL),
)
_BY_NAME = {command.name: command for command in COMMANDS}


def split_command(text: str) -> tuple[str, str]:
    """`"/log 79.4 weight"` as its name and the words after it. A bot's name after @ is dropped."""
    name, _, words = text.strip().removeprefix("/").partition(" ")
    return name.partition("@")[0].lower(), words.strip()


def find_command(name: str, platform: Platform) -> Command | None:
    """The command of that name on this platform."""
    command = _BY_NAME.get(name)
    return command if command and platform in command.platforms else None
