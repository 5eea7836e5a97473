"""What Gemini fills in, told in its JSON-schema subset and read leniently: a wrong value costs only its own field."""

from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from bot.coach.gemini.lenient import Each, Text, clamped, or_default
from bot.entities import Direction, Domain

_NOT_SENT = frozenset({"title", "default", "$defs", "minimum", "maximum"})


class SpokenIntent(StrEnum):
    """The intents that a reply can answer; the values are those of `Intent`."""

    GOAL = "goal"
    CHECKIN = "checkin"
    QUESTION = "question"
    FEELING = "feeling"
    PLAN = "plan"
    JOKE = "joke"
    CHATTER = "chatter"


Mood = Literal["good", "neutral", "low", "stressed", "tired"]
Motivation = Literal["low", "medium", "high"]


class GoalHeard(BaseModel):
    """One goal in the person's message. Its amounts and dates are not asked for: the rules read them."""

    title: Text = Field(
        default="", description="Short imperative in the person's language, such as 'Lose 5 kg'. No date in it."
    )
    domain: Annotated[Domain, or_default(Domain.OTHER)] = Domain.OTHER
    direction: Annotated[Direction, or_default(Direction.START)] = Direction.START
    amount: Annotated[float | None, or_default(None)] = Field(
        default=None, description="The number the person wrote for this goal; null when they wrote none."
    )


class Transcript(BaseModel):
    """What is said in a recording."""

    words: str = Field(default="", description="The spoken words, verbatim.")


class Heard(BaseModel):
    """What the message means, and a short reply to it."""

    intent: Annotated[SpokenIntent, or_default(SpokenIntent.CHATTER)] = SpokenIntent.CHATTER
    mood: Annotated[Mood, or_default("neutral")] = "neutral"
    motivation: Annotated[Motivation, or_default("medium")] = "medium"
    needs: Annotated[list[Text], Each] = Field(
        default=[], description="What would help most: at most 3, a few words each."
    )
    language: Text = Field(default="", description="ISO 639-1 code of the person's language.")
    confidence: Annotated[float, clamped(0, 1, 0.5)] = Field(default=0.5, description="0 to 1.")
    goals: Annotated[list[GoalHeard], Each] = Field(default=[], description="New goals only; empty for talk.")
    facts: Annotated[list[Text], Each] = Field(
        default=[], description="Lasting facts the person just stated, in their words; at most 3, mostly none."
    )
    reply: Text = Field(default="", description="One reflection, then at most one question. At most 60 words.")


class TaskWritten(BaseModel):
    cue: Text = Field(default="", description="Time and place, or after which event: 'after breakfast'.")
    action: Text = Field(default="", description="What to do, starting with a verb.")
    minutes: Annotated[int, clamped(1, 240, 10)] = Field(default=10, description="Minutes each time.")
    times_a_week: Annotated[int, clamped(1, 7, 1)] = Field(default=1, description="1 to 7.")


class WeekWritten(BaseModel):
    focus: Text = Field(default="", description="One sentence.")
    tasks: Annotated[list[TaskWritten], Each] = Field(default=[], description="2 to 4 tasks.")


class ObstacleWritten(BaseModel):
    obstacle: Text = ""
    answer: Text = Field(default="", description="If it happens, then I will ...")


class PlanWritten(BaseModel):
    """The words of a plan; dates, targets and sizes are set by rules."""

    weeks: Annotated[list[WeekWritten], Each] = []
    obstacles: Annotated[list[ObstacleWritten], Each] = []


@cache
def wire_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The model as Gemini takes it: references written out, every field required, no bounds, constants or defaults."""
    schema = model.model_json_schema()
    plain: dict[str, Any] = _written_out(schema, schema.get("$defs", {}))
    return plain


def _written_out(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_written_out(entry, definitions) for entry in node]
    if not isinstance(node, dict):
        return node
    if reference := node.get("$ref"):
        named = {key: value for key, value in definitions[reference.rsplit("/", 1)[1]].items() if key != "description"}
        node = {**named, **{key: value for key, value in node.items() if key != "$ref"}}
    if "anyOf" in node:  # only ever "or null"
        node = {**node, "type": [entry["type"] for entry in node["anyOf"]]}
        del node["anyOf"]
    written = {
        key: {name: _written_out(field, definitions) for name, field in value.items()}
        if key == "properties"
        else _written_out(value, definitions)
        for key, value in node.items()
        if key not in _NOT_SENT and not (key == "description" and "properties" in node)
    }
    if "properties" in written:
        written["required"] = list(written["properties"])
    return written
