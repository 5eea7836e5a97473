"""The first response to an interaction, and its follow-ups through the webhook token."""

from typing import Any

from .. import posting
from ..errors import (
    already_acknowledged,
    expired_webhook_token,
    too_many_follow_ups,
    unknown_interaction,
    unknown_message,
    unknown_webhook,
)
from ..forms import Form
from ..interactions import Interaction
from ..kinds import Asked, Callback, CommandKind
from ..mentions import Allowed
from ..messages import EPHEMERAL, LOADING, Message
from ..outgoing import Draft, check_not_empty, read
from ..permissions import BITS
from ..validation import modals
from .call import Call, Route

MAY = {
    Asked.COMMAND: {Callback.REPLY, Callback.DEFER, Callback.MODAL},
    Asked.COMPONENT: {Callback.REPLY, Callback.DEFER, Callback.DEFER_UPDATE, Callback.UPDATE, Callback.MODAL},
    Asked.AUTOCOMPLETE: {Callback.CHOICES},
    Asked.SUBMIT: {Callback.REPLY, Callback.DEFER, Callback.DEFER_UPDATE, Callback.UPDATE},
}


async def respond(call: Call) -> Any:
    """The callback: within 3 seconds, once, of a type this kind of interaction allows."""
    interaction = _waiting(call)
    body, form = call.fields, Form()
    may = MAY[Asked(interaction.kind)]
    if interaction.kind == Asked.SUBMIT and interaction.source is None:
        may = may - {Callback.DEFER_UPDATE, Callback.UPDATE}
    form.choice(("type",), body.get("type"), may)
    form.refuse()
    kind, data = body["type"], body.get("data") or {}
    match kind:
        case Callback.REPLY:
            _reply(call, interaction, data)
        case Callback.DEFER:
            flags = (data.get("flags") or 0) & EPHEMERAL
            _answer(call, interaction, Draft("", [], [], [], flags | LOADING, Allowed(), None, None, False))
        case Callback.DEFER_UPDATE:
            interaction.original = interaction.source
        case Callback.UPDATE:
            _edit(call, interaction, _source(interaction), data, "data")
            interaction.original = interaction.source
        case Callback.CHOICES:
            interaction.choices = _choices(data)
        case Callback.MODAL:
            form = Form("data")
            modals.check(form, body.get("data"))
            form.refuse()
            interaction.modal = data
    interaction.responds(kind)
    return _resource(call, interaction, kind) if call.query.get("with_response") in ("1", "true", "True") else None


def _waiting(call: Call) -> Interaction:
    interaction = call.server.interactions.get(call.params["token"])
    if interaction is None or interaction.id != call.id("interaction_id") or interaction.is_late:
        if interaction is not None:
            call.server.late.append(interaction)
        raise unknown_interaction()
    if interaction.response is not None:
        raise already_acknowledged()
    return interaction


def _source(interaction: Interaction) -> Message:
    assert interaction.source is not None
    return interaction.source


def _reply(call: Call, interaction: Interaction, data: dict[str, Any]) -> None:
    draft = read(call.server, interaction.channel, data, call.uploads, prefix=("data",))
    check_not_empty(draft)
    _answer(call, interaction, draft)


def _answer(call: Call, interaction: Interaction, draft: Draft) -> None:
    interaction.original = _post(call, interaction, draft)


def _post(call: Call, interaction: Interaction, draft: Draft) -> Message:
    """A message that answers; with EPHEMERAL only the person sees it."""
    server, person, channel = call.server, interaction.person, interaction.channel
    message = posting.compose(server, server.bot, channel, draft)
    if interaction.in_foreign_guild and not channel.permissions_of(person) & BITS["use_external_apps"]:
        message.flags |= EPHEMERAL
    if message.ephemeral:
        message.shown_only_to = person
    message.asked_by = interaction.metadata()
    if interaction.kind == Asked.COMMAND and interaction.original is None:
        message.kind = posting.COMMAND if interaction.data["type"] == CommandKind.CHAT else posting.CONTEXT_COMMAND
    interaction.produced.append(message)
    return posting.post(server, message)


def _choices(data: dict[str, Any]) -> list[dict[str, Any]]:
    form, choices = Form("data"), data.get("choices")
    if form.entries(("choices",), choices, 0, 25):
        for index, choice in enumerate(choices or []):
            form.text(("choices", index, "name"), choice.get("name"), 1, 100)
            if isinstance(choice.get("value"), str):
                form.text(("choices", index, "value"), choice["value"], 1, 100)
    form.refuse()
    return list(choices or [])


def _resource(call: Call, interaction: Interaction, kind: int) -> dict[str, Any]:
    about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.kind}
    original = interaction.original
    if original is None:
        return {"interaction": about}
    about["response_message_id"] = str(original.id)
    about["response_message_loading"] = original.loading
    about["response_message_ephemeral"] = original.ephemeral
    resource: dict[str, Any] = {"type": kind}
    if kind in (Callback.REPLY, Callback.UPDATE):
        resource["message"] = original.payload(call.server.bot)
    return {"interaction": about, "resource": resource}


async def follow_up(call: Call) -> Any:
    """A new message; straight after a deferral it completes the deferred one, whatever its flags say."""
    interaction = _open(call)
    original = interaction.original
    if original is not None and original.loading and not original.deleted:
        return _edit(call, interaction, original, call.fields).payload(call.server.bot)
    draft = read(call.server, interaction.channel, call.fields, call.uploads)
    check_not_empty(draft)
    if interaction.in_foreign_guild and interaction.follow_ups >= 5:
        raise too_many_follow_ups()
    interaction.follow_ups += 1
    return _post(call, interaction, draft).payload(call.server.bot)


async def get(call: Call) -> Any:
    return _message(call, _open(call)).payload(call.server.bot)


async def edit(call: Call) -> Any:
    interaction = _open(call)
    return _edit(call, interaction, _message(call, interaction), call.fields).payload(call.server.bot)


async def delete(call: Call) -> None:
    interaction = _open(call)
    posting.remove(call.server, _message(call, interaction))


def _edit(call: Call, interaction: Interaction, message: Message, body: dict[str, Any], *prefix: str) -> Message:
    if message.deleted:
        raise unknown_message()
    draft = read(call.server, message.channel, body, call.uploads, old=message, prefix=prefix)
    check_not_empty(draft, message)
    interaction.touched = True
    return posting.revise(call.server, message, draft)


def _open(call: Call) -> Interaction:
    """The interaction of the token: answered already, and younger than 15 minutes."""
    interaction = call.server.interactions.get(call.params["webhook_token"])
    if interaction is None or call.id("webhook_id") != call.server.bot.id or interaction.response is None:
        raise unknown_webhook()
    if interaction.is_expired:
        raise expired_webhook_token()
    return interaction


def _message(call: Call, interaction: Interaction) -> Message:
    name = call.params["message_id"]
    if name == "@original":
        found = interaction.original
    else:
        mine = [*interaction.produced, *([interaction.source] if interaction.source else [])]
        found = next((one for one in mine if str(one.id) == name), None)
    if found is None or found.deleted:
        raise unknown_message()
    return found


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES: list[Route] = [
    ("POST", "/interactions/{interaction_id}/{token}/callback", respond),
    ("POST", _HOOK, follow_up),
    ("GET", f"{_HOOK}/messages/{{message_id}}", get),
    ("PATCH", f"{_HOOK}/messages/{{message_id}}", edit),
    ("DELETE", f"{_HOOK}/messages/{{message_id}}", delete),
]
