"""Rooms: a group or channel where others read along. What is personal goes to the person alone.

/share says how much of a goal one room may see, nothing by default; /board puts a person on its weekly board.
"""

from bot.catalogue import N_, t
from bot.conversation.moment import Moment, Said, say
from bot.conversation.picking import pick_goal
from bot.entities import Goal, Membership, Person, PersonId, Reply, Sharing, SharingLevel
from bot.rules.boards import is_named, level_in
from bot.rules.safety import screen
from bot.rules.saying import describe_goal
from bot.rules.text import fold

IN_ROOMS = frozenset({"help", "goal", "today", "log", "progress", "share", "board", "privacy", "safety"})
SAID_TO_ALL = frozenset({"help", "privacy"})  # commands whose answer holds nothing about the person
LONGEST_NAME = 32
RECORDED = "👍"
_ONLY_IN_ROOMS = N_("That is for groups and channels: write it there, and I ask nobody else.")
_LEVELS: dict[str, SharingLevel | None] = {"nothing": None, "off": None, "none": None, "done": "done", "full": "full"}


def placed(reply: Reply, moment: Moment, person: Person) -> Reply:
    """The reply as it may be given where the message was written; `person` is as the turn left them."""
    if moment.is_private or reply.is_public or reply.aside or reply.reaction:
        return reply
    if _is_seen_recording(moment.person, person):
        return reply.but(reaction=RECORDED)
    return reply.but(aside=t("I answered you in private."))


def _is_seen_recording(before: Person, after: Person) -> bool:
    """Whether something was recorded on a goal that is shown in some room: a sign is enough there."""
    known = {log.id for log in before.logs}
    goals = [after.goal(log.goal_id) for log in after.logs if log.id not in known]
    return bool(goals) and all(goal is not None and goal.shared for goal in goals)


async def share(moment: Moment, words: str) -> Said:
    """/share [GOAL] nothing, done or full; /share alone says what is shown where."""
    if moment.is_private:
        return _shown(moment, words)
    name, _, last = words.strip().rpartition(" ")
    if fold(last) not in _LEVELS:
        return say(
            moment.person,
            t("Say `/share done`, `/share full` or `/share nothing`, with the goal before it if you have several."),
        )
    goal = pick_goal(moment.person, name, among=moment.person.active_goals)
    if goal is None:
        return say(moment.person, t("Which goal? Name it, for example `/share running done`."))
    level = _LEVELS[fold(last)]
    room = await moment.board.room()
    if level is None and room is None:
        return say(moment.person, _of(goal, None, room))
    room = room or await moment.board.enter(moment.person.profile.zone)
    return say(moment.person.with_goal(_shared(goal, room, level)), _of(_shared(goal, room, level), level, room))


def _shared(goal: Goal, room: PersonId, level: SharingLevel | None) -> Goal:
    others = tuple(sharing for sharing in goal.shared if sharing.room != room)
    return goal.but(shared=others if level is None else (*others, Sharing(room=room, level=level)))


def _of(goal: Goal, level: SharingLevel | None, room: PersonId | None) -> str:
    title = describe_goal(goal)
    if level is None or room is None:
        return t("This room sees nothing of *{goal}*.", goal=title)
    if level == "full" and is_named(goal, room):
        return t("This room sees what *{goal}* is called and on how many days you did it; never a value.", goal=title)
    return t("This room sees on how many days you did something for *{goal}*, not what it is.", goal=title)


def _shown(moment: Moment, words: str) -> Said:
    """In private: what is shown anywhere, and how to end all of it."""
    if fold(words) in ("nothing", "off", "none"):
        person = moment.person
        for goal in person.goals:
            person = person.with_goal(goal.but(shared=()))
        return say(person, t("No room sees anything of your goals any more."))
    shown = [goal for goal in moment.person.goals if goal.shared]
    if not shown:
        return say(
            moment.person, t("No room sees anything of your goals. In a group, `/share GOAL done` changes that.")
        )
    lines = [t("- *{goal}*, in {n} room(s)", goal=describe_goal(goal), n=len(goal.shared)) for goal in shown]
    return say(
        moment.person, "\n".join([t("Rooms see something of:"), *lines, "", t("`/share nothing` here ends all of it.")])
    )


async def board(moment: Moment, words: str) -> Said:
    """/board on NAME, /board off: standing on this room's weekly board, under a name of one's own choice."""
    if moment.is_private:
        return say(moment.person, t(_ONLY_IN_ROOMS))
    choice, _, name = words.strip().partition(" ")
    if fold(choice) == "off":
        return await _off(moment)
    name = " ".join(name.split()) or moment.person.profile.name
    if fold(choice) != "on" or not name:
        return say(
            moment.person, t("Say `/board on Ana` with the name you want to stand there under, or `/board off`.")
        )
    if len(name) > LONGEST_NAME or not name.isprintable() or screen(name).verdict != "ok":
        return say(moment.person, t("Please choose another name, of at most {n} letters.", n=LONGEST_NAME))
    room = await moment.board.enter(moment.person.profile.zone)
    person = _standing(moment.person, Membership(room=room, name=_plain(name)))
    if any(level_in(goal, room) for goal in person.active_goals):
        return say(
            person, t("You stand on this room's weekly board as {name}. It comes every Monday.", name=_plain(name))
        )
    return say(
        person,
        t(
            "You stand on this room's weekly board as {name}, and it says nothing yet: `/share GOAL done` here shows "
            "on how many days you did something, `/share GOAL full` also what it is.",
            name=_plain(name),
        ),
    )


async def _off(moment: Moment) -> Said:
    room = await moment.board.room()
    if room is not None:
        await moment.board.leave(room)
    boards = tuple(membership for membership in moment.person.profile.boards if membership.room != room)
    person = moment.person.but(profile=moment.person.profile.but(boards=boards))
    return say(person, t("You do not stand on this room's board."))


def _standing(person: Person, membership: Membership) -> Person:
    others = tuple(known for known in person.profile.boards if known.room != membership.room)
    return person.but(profile=person.profile.but(boards=(*others, membership)))


def _plain(name: str) -> str:
    """The name without what a platform would read as a mention, a link or a mark."""
    return "".join(char for char in name if char not in "*_`~|<>[]()@#\\").strip()


async def channels(moment: Moment, words: str) -> Said:
    """/channels typed as words: only the platform knows who may manage a server, so only its own command counts."""
    return say(
        moment.person, t("Use the slash command `/channels` in the server itself; it needs Manage Server there.")
    )
