"""Buttons: what a press means, whether it came from a platform or its label was typed.

An action is one of:
- an answer to the question the button stood under (`accept`, `decline`, `easier`, …), good while that question is open
- `say:WORDS`: the press means these words, in whatever language the label was shown
- a button of a check-in or an Undo (`tapping`): good for the nudge that carried it, hours later as well
- `tick:GOAL` under /today (`ticking`)
- `undo`
"""

from bot.catalogue import N_, t
from bot.conversation import answers, checkins
from bot.conversation.moment import Moment, Press, Said, say
from bot.conversation.tapping import tapped
from bot.conversation.ticking import ticked
from bot.rules.text import fold

_CLOSED = N_("That question is no longer open, so nothing was changed. Just write to me.")
_TOO_OLD = N_("That button has grown too old. Just write to me.")
_ANSWERS = {"accept": "yes", "yes": "yes", "decline": "no", "no": "no", "easier": "easier", "forget": "forget me"} | {
    "pause": "pause", "drop": "drop"
}  # fmt: skip


async def press_button(moment: Moment) -> Said | None:
    """What a press comes to; None where no button was pressed, or where its words go the way of all words."""
    press = moment.pressed or _typed(moment)
    if press is None:
        return None
    action = press.button.action
    if action == "gone":
        return say(moment.person, t(_TOO_OLD))
    if (said := tapped(moment, action) or await ticked(moment, action)) is not None:
        return said
    if action == "undo":
        return await checkins.undo(moment, "")
    if action in _ANSWERS:
        return _answer(moment, press, _ANSWERS[action])
    return None


def spoken(moment: Moment) -> Moment:
    """The moment with the words that the pressed button stands for."""
    press = moment.pressed or _typed(moment)
    if press is None or not press.button.action.startswith("say:"):
        return moment
    return moment.spoken(press.button.action.removeprefix("say:"))


def _typed(moment: Moment) -> Press | None:
    """A label typed in place of a press."""
    button = next((b for b in moment.session.buttons if fold(b.label) == fold(moment.text)), None)
    question = moment.session.awaiting
    return None if button is None else Press(button, question.asked_at if question else None)


def _answer(moment: Moment, press: Press, words: str) -> Said | None:
    question = moment.session.awaiting
    if question is None or question.asked_at != press.asked_at:
        return say(moment.person, t(_CLOSED)) if moment.pressed else None
    return answers.answer(moment.spoken(words), question)
