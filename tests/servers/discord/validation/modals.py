"""What Discord refuses about a modal."""

from typing import Any

from ..forms import Form, Path
from ..kinds import FIELDS, SELECTS, Part
from ..messages import walk
from .components import options, select, unique


def check(form: Form, modal: Any) -> None:
    """Notes what is wrong with the data of a modal (callback type 9)."""
    if not isinstance(modal, dict):
        form.wrong((), "BASE_TYPE_REQUIRED", "This field is required")
        return
    form.text(("title",), modal.get("title"), 1, 45)
    form.text(("custom_id",), modal.get("custom_id"), 1, 100)
    if not form.entries(("components",), modal.get("components"), 1, 5):
        return
    for index, part in enumerate(modal["components"]):
        _top(form, ("components", index), part)
    if not form.tree:
        unique(form, list(walk(modal["components"])))


def _top(form: Form, path: Path, part: dict[str, Any]) -> None:
    if not form.choice((*path, "type"), part.get("type"), {Part.ROW, Part.TEXT, Part.LABEL}):
        return
    if part["type"] == Part.TEXT:
        form.text((*path, "content"), part.get("content"), 1, 4000)
    elif part["type"] == Part.LABEL:
        form.text((*path, "label"), part.get("label"), 1, 45)
        form.text((*path, "description"), part.get("description"), 0, 100, required=False)
        _field(form, (*path, "component"), part.get("component"), FIELDS)
    elif form.entries((*path, "components"), part.get("components"), 1, 1):
        child = part["components"][0]
        _field(form, (*path, "components", 0), child, {Part.TEXT_INPUT})
        form.text((*path, "components", 0, "label"), child.get("label"), 1, 45)


def _field(form: Form, path: Path, part: Any, allowed: set[Part]) -> None:
    if not isinstance(part, dict) or not form.choice((*path, "type"), part.get("type"), allowed):
        if not isinstance(part, dict):
            form.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
        return
    if part["type"] in SELECTS:
        select(form, path, part, in_modal=True)
        return
    form.text((*path, "custom_id"), part.get("custom_id"), 1, 100)
    if part["type"] == Part.TEXT_INPUT:
        _text_input(form, path, part)
    elif part["type"] == Part.RADIO:
        options(form, path, part, 2, 10)
    elif part["type"] == Part.CHECKBOXES:
        options(form, path, part, 1, 10)


def _text_input(form: Form, path: Path, part: dict[str, Any]) -> None:
    form.choice((*path, "style"), part.get("style"), {1, 2})
    low, high = part.get("min_length") or 0, part.get("max_length") or 4000
    sized = form.number((*path, "min_length"), low, 0, 4000) & form.number((*path, "max_length"), high, 1, 4000)
    if sized and low > high:
        form.wrong((*path, "min_length"), "TEXT_INPUT_MIN_MAX", "min_length is above max_length")
    form.text((*path, "value"), part.get("value"), 0, high if sized else 4000, required=False)
    form.text((*path, "placeholder"), part.get("placeholder"), 0, 100, required=False)
