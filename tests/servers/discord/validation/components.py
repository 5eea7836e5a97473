"""Buttons, selects and layouts of a message: the documented limits, with and without components v2."""

from typing import Any

from ..forms import Form, Path
from ..kinds import SELECTS, Part
from ..messages import walk

LAYOUT = {Part.ROW, Part.SECTION, Part.TEXT, Part.GALLERY, Part.FILE, Part.SEPARATOR, Part.CONTAINER}
LINK, PREMIUM = 5, 6


def check(form: Form, components: Any, *, v2: bool) -> None:
    """Notes what is wrong with a message's components."""
    if not form.entries(("components",), components, 0, 40 if v2 else 5):
        return
    allowed = LAYOUT if v2 else {Part.ROW}
    for index, part in enumerate(components):
        _part(form, ("components", index), part, allowed)
    if form.tree:
        return
    parts = list(walk(components))
    unique(form, parts)
    if len(parts) > 40:
        form.wrong(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "At most 40 components are allowed.")
    if sum(len(part.get("content", "")) for part in parts if part["type"] == Part.TEXT) > 4000:
        form.wrong(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "At most 4000 characters are allowed.")


def unique(form: Form, parts: list[dict[str, Any]]) -> None:
    """No custom_id and no numeric id twice in one message or modal."""
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        named = [part[key] for part in parts if part.get(key)]
        if len(set(named)) < len(named):
            form.wrong(("components",), code, f"Component {key} cannot be duplicated")


def _part(form: Form, path: Path, part: Any, allowed: set[Part]) -> None:
    if not isinstance(part, dict) or not form.choice((*path, "type"), part.get("type"), allowed):
        if not isinstance(part, dict):
            form.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    match part["type"]:
        case Part.ROW:
            _row(form, path, part)
        case Part.BUTTON:
            _button(form, path, part)
        case Part.SECTION:
            _section(form, path, part)
        case Part.TEXT:
            form.text((*path, "content"), part.get("content"), 1, 4000)
        case Part.THUMBNAIL:
            form.text((*path, "description"), part.get("description"), 0, 1024, required=False)
        case Part.GALLERY:
            if form.entries((*path, "items"), part.get("items"), 1, 10):
                for index, item in enumerate(part["items"]):
                    alt = (*path, "items", index, "description")
                    form.text(alt, item.get("description"), 0, 1024, required=False)
        case Part.CONTAINER:
            _children(form, path, part, LAYOUT - {Part.CONTAINER}, 1, 40)
        case kind if kind in SELECTS:
            select(form, path, part)


def _children(form: Form, path: Path, part: dict[str, Any], allowed: set[Part], low: int, high: int) -> bool:
    inside = part.get("components")
    if not form.entries((*path, "components"), inside, low, high):
        return False
    for index, child in enumerate(inside or []):
        _part(form, (*path, "components", index), child, allowed)
    return True


def _row(form: Form, path: Path, part: dict[str, Any]) -> None:
    if not _children(form, path, part, {Part.BUTTON, *SELECTS}, 1, 5):
        return
    kinds = [child.get("type") for child in part["components"] if isinstance(child, dict)]
    if len(kinds) > 1 and set(kinds) & SELECTS:
        code = "COMPONENT_LAYOUT_WIDTH_EXCEEDED"
        form.wrong((*path, "components"), code, "The specified component exceeds the maximum width")


def _section(form: Form, path: Path, part: dict[str, Any]) -> None:
    _children(form, path, part, {Part.TEXT}, 1, 3)
    if not isinstance(part.get("accessory"), dict):
        form.wrong((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    else:
        _part(form, (*path, "accessory"), part["accessory"], {Part.BUTTON, Part.THUMBNAIL})


def _button(form: Form, path: Path, part: dict[str, Any]) -> None:
    if not form.choice((*path, "style"), part.get("style"), {1, 2, 3, 4, LINK, PREMIUM}):
        return
    if part["style"] == PREMIUM:
        form.text((*path, "sku_id"), part.get("sku_id"), 1, 20)
        return
    form.text((*path, "label"), part.get("label"), 0, 80, required=False)
    if not part.get("label") and not part.get("emoji"):
        code = "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"
        form.wrong(path, code, "A label or an emoji is required")
    if part["style"] != LINK:
        form.text((*path, "custom_id"), part.get("custom_id"), 1, 100)
        return
    form.text((*path, "url"), part.get("url"), 1, 512)
    if part.get("custom_id"):
        code = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"
        form.wrong(path, code, "A custom id and url cannot both be specified")


def select(form: Form, path: Path, part: dict[str, Any], *, in_modal: bool = False) -> None:
    """A select of any kind; in a modal one that is not required may ask for none."""
    form.text((*path, "custom_id"), part.get("custom_id"), 1, 100)
    form.text((*path, "placeholder"), part.get("placeholder"), 0, 150, required=False)
    low, high = part.get("min_values", 1), part.get("max_values", 1)
    least = 1 if in_modal and part.get("required", True) else 0
    sized = form.number((*path, "min_values"), low, least, 25) & form.number((*path, "max_values"), high, 1, 25)
    if sized and low > high:
        form.wrong((*path, "min_values"), "SELECT_COMPONENT_MIN_MAX", "min_values is above max_values")
    if part["type"] == Part.STRING_SELECT:
        options(form, path, part, 1, 25)
        if sized and isinstance(part.get("options"), list) and high > len(part["options"]):
            code = "SELECT_COMPONENT_MAX_VALUES_TOO_HIGH"
            form.wrong((*path, "max_values"), code, "max_values is above the number of options")


def options(form: Form, path: Path, part: dict[str, Any], low: int, high: int) -> None:
    """Options of a select, radio group or checkbox group."""
    if not form.entries((*path, "options"), part.get("options"), low, high):
        return
    for index, one in enumerate(part["options"]):
        at = (*path, "options", index)
        form.text((*at, "label"), one.get("label"), 1, 100)
        form.text((*at, "value"), one.get("value"), 1, 100)
        form.text((*at, "description"), one.get("description"), 0, 100, required=False)
    values = [str(one.get("value")) for one in part["options"]]
    if len(set(values)) < len(values):
        code = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
        form.wrong((*path, "options"), code, "The specified option value is already used")
