"""What Discord's client lets a person do with commands, buttons and forms, as interactions begun."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .answers import Modal
from .channels import Channel
from .interactions import Interaction
from .kinds import SELECTS, Asked, CommandKind, Option, Part
from .messages import Attachment, Message
from .permissions import BITS

if TYPE_CHECKING:
    from .people import Person, User


def find(person: "Person", where: Channel, name: str, kind: int) -> dict[str, Any]:
    """The command as this person finds it here; fails when their client would not show it."""
    assert where.allowed_to(person, "view_channel", "use_application_commands"), f"{person.name} may use no commands"
    assert not getattr(where, "archived", False), "no commands in an archived thread"
    listed = person.server.commands_in(where.guild)
    named = [one for one in listed if one["name"] == name and one["type"] == kind]
    assert named, f"no command {name!r}; there are {[one['name'] for one in listed]}"
    usable = [one for one in named if _offered(one, person, where)]
    assert usable, f"{name!r} is not offered to {person.name} here"
    return usable[0]


def _offered(command: dict[str, Any], person: "Person", where: Channel) -> bool:
    contexts = command.get("contexts")
    if contexts is not None and (0 if where.guild else 1) not in contexts:
        return False
    kinds = command.get("integration_types") or [0]
    if where.guild is not None:
        needed = command.get("default_member_permissions")
        granted = where.permissions_of(person)
        lacks = needed is not None and (int(needed) == 0 or int(needed) & ~granted)
        if lacks and not granted & BITS["administrator"]:
            return False
        here = person.server.bot.id in where.guild.members
    else:
        here = person.is_reachable
    return (0 in kinds and here) or (1 in kinds and person.has_installed)


def command(person: "Person", where: Channel, text: str, options: dict[str, Any]) -> Interaction:
    data = _typed(person, where, text, options, focused=None)
    return _begin(person, where, Asked.COMMAND, data)


def autocomplete(person: "Person", where: Channel, text: str, options: dict[str, Any]) -> Interaction:
    assert options, "nothing is typed"
    data = _typed(person, where, text, options, focused=list(options)[-1])
    return _begin(person, where, Asked.AUTOCOMPLETE, data)


def _typed(person: "Person", where: Channel, text: str, options: dict[str, Any], focused: str | None) -> dict[str, Any]:
    root, *path = text.removeprefix("/").split()
    found = find(person, where, root, CommandKind.CHAT)
    data: dict[str, Any] = {"id": found["id"], "name": found["name"], "type": CommandKind.CHAT}
    data |= {"guild_id": found["guild_id"]} if "guild_id" in found else {}
    level, inside = found, data
    for step in path:
        level = next(option for option in level["options"] if option["name"] == step)
        inside["options"] = [{"name": step, "type": level["type"]}]
        inside = inside["options"][0]
    resolved: dict[str, Any] = {}
    inside["options"] = _options(where, level.get("options") or [], options, resolved, focused)
    if resolved:
        data["resolved"] = resolved
    return data


def _options(
    where: Channel, declared: list[dict[str, Any]], given: dict[str, Any], resolved: dict[str, Any], focused: str | None
) -> list[dict[str, Any]]:
    known = {option["name"]: option for option in declared}
    assert set(given) <= set(known), f"no options {set(given) - set(known)}; there are {list(known)}"
    if focused is None:
        missing = [option["name"] for option in declared if option.get("required") and option["name"] not in given]
        assert not missing, f"the client asks for {missing}"
    else:
        assert known[focused].get("autocomplete"), f"{focused} offers nothing while it is typed"
    out = []
    for name, value in given.items():
        option = known[name]
        entry = {"name": name, "type": option["type"], "value": value}
        if name == focused:
            entry["focused"] = True
        else:
            entry["value"] = _value(where, option, value, resolved)
        out.append(entry)
    return out


def _value(where: Channel, option: dict[str, Any], value: Any, resolved: dict[str, Any]) -> Any:
    """The value as the client sends it, within the limits the command declared."""
    choices = {choice["name"]: choice["value"] for choice in option.get("choices") or []}
    if choices:
        value = choices.get(value, value)
        assert value in choices.values(), f"{value!r} is none of {list(choices)}"
    match option["type"]:
        case Option.STRING:
            assert option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000), f"length of {value!r}"
        case Option.INTEGER | Option.NUMBER:
            low, high = option.get("min_value", value), option.get("max_value", value)
            assert low <= value <= high, f"{value} is not within {low} and {high}"
        case Option.USER | Option.CHANNEL | Option.ROLE | Option.FILE | Option.MENTIONABLE:
            return _resolve(where, value, resolved)
    return value


def _resolve(where: Channel, value: Any, resolved: dict[str, Any]) -> str:
    """Users, channels, roles and files go by id, with the object beside it."""
    if isinstance(value, Channel):
        body = {**value.payload(), "permissions": "0"}
        resolved.setdefault("channels", {})[str(value.id)] = body
    elif isinstance(value, Attachment):
        resolved.setdefault("attachments", {})[str(value.id)] = value.payload()
    elif hasattr(value, "is_bot"):
        resolved.setdefault("users", {})[str(value.id)] = value.payload()
        if where.guild is not None and value.id in where.guild.members:
            member = where.guild.members[value.id].payload(with_user=False)
            resolved.setdefault("members", {})[str(value.id)] = {**member, "permissions": "0"}
    else:
        resolved.setdefault("roles", {})[str(value.id)] = value.payload()
    return str(value.id)


def context_command(person: "Person", target: "Message | User", name: str, where: Channel | None) -> Interaction:
    channel = target.channel if isinstance(target, Message) else where
    assert channel is not None, "say where the user's menu is opened"
    resolved: dict[str, Any] = {}
    if isinstance(target, Message):
        assert target.visible_to(person), f"{person.name} does not see this message"
        found = find(person, channel, name, CommandKind.MESSAGE)
        resolved["messages"] = {str(target.id): target.payload(person.server.bot)}
    else:
        found = find(person, channel, name, CommandKind.USER)
        _resolve(channel, target, resolved)
    data = {"id": found["id"], "name": name, "type": found["type"], "target_id": str(target.id), "resolved": resolved}
    return _begin(person, channel, Asked.COMMAND, data)


def press(person: "Person", message: Message, name: str) -> Interaction:
    part = _usable(person, message, name)
    assert part["type"] == Part.BUTTON and part.get("custom_id"), f"{name!r} is no button that tells the bot"
    data = {"component_type": Part.BUTTON, "custom_id": part["custom_id"], "id": part["id"]}
    return _begin(person, message.channel, Asked.COMPONENT, data, message)


def choose(person: "Person", message: Message, name: str, values: Sequence[Any]) -> Interaction:
    part = _usable(person, message, name)
    assert part["type"] in SELECTS, f"{name!r} is no select"
    resolved: dict[str, Any] = {}
    sent = _selected(message.channel, part, values, resolved)
    data = {"component_type": part["type"], "custom_id": part["custom_id"], "id": part["id"], "values": sent}
    data |= {"resolved": resolved} if resolved else {}
    return _begin(person, message.channel, Asked.COMPONENT, data, message)


def _usable(person: "Person", message: Message, name: str) -> dict[str, Any]:
    assert not message.deleted and message.visible_to(person), f"{person.name} does not see this message"
    part = message.component(name)
    assert not part.get("disabled"), f"{name!r} is disabled"
    return part


def _selected(where: Channel, part: dict[str, Any], values: Sequence[Any], resolved: dict[str, Any]) -> list[str]:
    if not part.get("options"):
        sent = [_resolve(where, value, resolved) for value in values]
    else:
        known = {option["label"]: option["value"] for option in part["options"]}
        sent = [known.get(value, value) for value in values]
        assert set(sent) <= set(known.values()), f"{sent} are none of {list(known)}"
    least, most = part.get("min_values"), part.get("max_values")
    low = (1 if least is None else least) if part.get("required", True) else 0
    high = most or (len(part["options"]) if part["type"] == Part.CHECKBOXES else 1)
    assert low <= len(sent) <= high, f"{len(sent)} values, not {low} to {high}"
    return sent


def submit(person: "Person", modal: Modal, values: dict[str, Any]) -> Interaction:
    """Each field as the client sends it, in the shape of its layout."""
    opened = modal.interaction
    assert opened.person is person, "another's form"
    names = {*modal.fields, *(part["custom_id"] for part in modal.fields.values())}
    assert set(values) <= names, f"no fields {set(values) - names}; there are {list(modal.fields)}"
    resolved: dict[str, Any] = {}
    parts = []
    for part in modal.body["components"]:
        inner = part.get("component") or (part.get("components") or [None])[0]
        if inner is None:
            parts.append({"type": part["type"], "id": part.get("id", 0)})
            continue
        label = part.get("label") or inner.get("label")
        given = values.get(inner["custom_id"], values.get(label, inner.get("value")))
        sent = {"type": inner["type"], "custom_id": inner["custom_id"], "id": inner.get("id", 0)}
        sent |= _filled(opened.channel, inner, given, resolved)
        key = "component" if part.get("component") else "components"
        parts.append({"type": part["type"], "id": part.get("id", 0), key: sent if key == "component" else [sent]})
    data = {"custom_id": modal.body["custom_id"], "components": parts}
    data |= {"resolved": resolved} if resolved else {}
    return _begin(person, opened.channel, Asked.SUBMIT, data, opened.source)


def _filled(where: Channel, part: dict[str, Any], given: Any, resolved: dict[str, Any]) -> dict[str, Any]:
    required = part.get("required", True)
    match part["type"]:
        case Part.TEXT_INPUT:
            text = given or ""
            low, high = part.get("min_length") or 0, part.get("max_length") or 4000
            assert not (required and not text), f"the client asks for {part['custom_id']}"
            assert not text or low <= len(text) <= high, f"length of {text!r}"
            return {"value": text}
        case Part.CHECKBOX:
            return {"value": bool(given if given is not None else part.get("default", False))}
        case Part.RADIO:
            marked = [one["label"] for one in part["options"] if one.get("default")]
            chosen = _selected(where, part, [given] if given else marked, resolved)
            return {"value": chosen[0] if chosen else None}
        case _:
            default = [one["label"] for one in part.get("options", []) if one.get("default")]
            chosen = default if given is None else [given] if isinstance(given, str) else list(given)
            return {"values": _selected(where, part, chosen, resolved)}


def _begin(
    person: "Person", where: Channel, kind: int, data: dict[str, Any], source: Message | None = None
) -> Interaction:
    server = person.server
    return Interaction(server, server.snowflake(), kind, person, where, data, source).begin()
