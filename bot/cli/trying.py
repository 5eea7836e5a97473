"""`gigi try`: the rules on a bench. JSONL in, one JSON line out for each, in order; no model unless asked for."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from bot.cli.bench import BadLine, Record, bench, goal_record, zone_of

app = typer.Typer(help="The rules on a bench: JSONL on standard input, JSON lines out.", no_args_is_help=True)
CoachName = Annotated[Literal["playbook", "gemini"], typer.Option("--coach", help="Who understands and plans.")]


@app.command()
def screen() -> None:
    """{"id","text","now"?} -> {"id","verdict","category","level"}"""
    from bot.rules.safety import screen as judge

    def answer(line: Record) -> Record:
        found = judge(_text(line), now=_instant(line, "now", required=False))
        return {"verdict": found.verdict, "category": found.category, "level": found.level}

    bench(answer)


@app.command()
def goal(coach: CoachName = "playbook") -> None:
    """{"id","text","now"?,"zone"?} -> {"id","is_goal","goals":[...],"question"}"""

    def answer(line: Record) -> Record:
        zone = zone_of(line) or "UTC"
        now = _instant(line, "now", required=False) or datetime.now(UTC)
        if coach == "gemini":
            from bot.cli.trying_gemini import understand

            return understand(_text(line), now, zone)
        return _read_goal(_text(line), now, zone)

    bench(answer)


def _read_goal(text: str, now: datetime, zone: str) -> Record:
    from bot.rules.goals import read_goals

    reading = read_goals(text, now=now, zone=zone)
    return {"is_goal": reading.is_goal, "goals": [goal_record(d) for d in reading.goals], "question": reading.question}


@app.command()
def checkin() -> None:
    """{"id","text","today","goal":{...}} -> {"id","status","value","unit","mode","day_offset","also","to"}"""
    from pydantic import TypeAdapter, ValidationError

    from bot.rules.answers import CheckedGoal, read_answer

    goals = TypeAdapter(CheckedGoal)

    def answer(line: Record) -> Record:
        try:
            checked = goals.validate_python(line.get("goal"))
        except ValidationError:
            raise BadLine("goal should hold title, unit, kind, start and target") from None
        found = read_answer(_text(line), today=_day(line), goal=checked)
        also = [{"value": other.value, "day_offset": other.day_offset} for other in found.also]
        return {**found.model_dump(mode="json", exclude={"also"}), "also": also}

    bench(answer)


@app.command()
def reminder() -> None:
    """{"id","text","now","zone"} -> {"id","outcome","rrules","next","message"}"""
    from bot.rules.schedule import read_schedule

    def answer(line: Record) -> Record:
        now = _instant(line, "now", required=False) or datetime.now(UTC)
        found = read_schedule(_text(line), now=now, zone=zone_of(line))
        return {
            "outcome": found.outcome,
            "rrules": list(found.recurrence.rrules) if found.recurrence else [],
            "next": [instant.isoformat() for instant in found.next],
            "message": found.message,
        }

    bench(answer)


@app.command()
def dialogue(coach: CoachName = "playbook") -> None:
    """{"id","setup":{"zone"?},"turns":[...]} -> {"id","turns":[{"turn","sent_before","reply","buttons","state"}]}"""
    from bot.cli.dialogues import play

    bench(lambda line: play(line, use_model=coach == "gemini"))


def _text(line: Record) -> str:
    text = line.get("text")
    if not isinstance(text, str):
        raise BadLine("text is missing or no string")
    return text


def _instant(line: Record, name: str, *, required: bool) -> datetime | None:
    value = line.get(name)
    if value is None and not required:
        return None
    try:
        instant = datetime.fromisoformat(str(value))
    except (TypeError, ValueError):
        raise BadLine(f"{name} is no ISO 8601 instant") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone_of(line) or "UTC"))


def _day(line: Record) -> date:
    try:
        return date.fromisoformat(str(line.get("today") or datetime.now(UTC).date()))
    except (TypeError, ValueError):
        raise BadLine("today is no ISO date") from None
