"""Reply markup: what Telegram takes, what it refuses, and in which words."""

import json
from typing import Any

from tests.servers.telegram.calls import Call
from tests.servers.telegram.links import WrongLink, checked_link
from tests.servers.telegram.refusals import Refusal, bad_request

Markup = dict[str, Any]
Button = dict[str, Any]

STYLES = {"", "default", "primary", "danger", "success"}
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
ASKS = ("request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app")
MOST_BYTES = 10_000


def read_markup(call: Call, *, private: bool, problems: list[str]) -> Markup | None:
    """The markup of a call, None where it has none. Raises a Refusal where Telegram would not take it."""
    given = call.structure("reply_markup", "reply keyboard markup")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in given:
        return _inline(given, problems)
    if "keyboard" in given:
        return _keyboard(given, private=private)
    if given.get("remove_keyboard") is True or given.get("force_reply") is True:
        return given
    problems.append(f"{call.method}: a reply markup of no kind: {sorted(given)}")
    return None


def read_inline(call: Call, problems: list[str]) -> Markup | None:
    """The markup of an edit, which can only be an inline keyboard."""
    markup = read_markup(call, private=True, problems=problems)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _rows(given: Any, said: str) -> list[list[Any]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad_request(said)
    return given


def _inline(given: Markup, problems: list[str]) -> Markup | None:
    said = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    rows = [[_inline_button(button) for button in row] for row in _rows(given["inline_keyboard"], said)]
    rows = [[button for button in row if button["text"]] for row in rows]
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        problems.append("more than 8 buttons in a row or 100 in all, of which Telegram shows fewer")
    if len(json.dumps(rows, ensure_ascii=False).encode()) > MOST_BYTES:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": [row for row in rows if row]} if any(rows) else None


def _inline_button(button: Any) -> Button:
    if not isinstance(button, dict):
        raise _wrong("inline keyboard", "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _wrong("inline keyboard", 'can\'t find field "text"')
    if str(button.get("style", "")).lower() not in STYLES:
        raise _wrong("inline keyboard", "invalid button style specified")
    if not any(button.get(action) or (action in button and "switch" in action) for action in ACTIONS):
        raise _wrong("inline keyboard", "Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not isinstance(button["callback_data"], str):
        raise _wrong("inline keyboard", 'field "callback_data" must be of type String')
    if len(button.get("callback_data", "").encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"])
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return button


def _check_url(url: Any) -> None:
    try:
        checked_link(str(url))
    except WrongLink as wrong:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {wrong}") from None


def _keyboard(given: Markup, *, private: bool) -> Markup | None:
    rows = _rows(given["keyboard"], 'field "keyboard" must be an Array of Arrays')
    rows = [[_button(button, private=private) for button in row] for row in rows]
    rows = [[button for button in row if button["text"]] for row in rows]
    return given | {"keyboard": [row for row in rows if row]} if any(rows) else None


def _button(button: Any, *, private: bool) -> Button:
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict):
        raise _wrong("keyboard", "KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise _wrong("keyboard", 'can\'t find field "text"')
    asked = next((name for name in ASKS if button.get(name)), None)
    if asked and not private:
        raise bad_request(f"{asked.removeprefix('request_')} can be requested in private chats only")
    return button


def _wrong(kind: str, said: str) -> Refusal:
    return bad_request(f"can't parse {kind} button: {said}")
