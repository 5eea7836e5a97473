"""`gigi inspect`: the developer's view of sessions, goals, turns and the inbox; redacted unless `--reveal`."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.operating import opened
from bot.cli.running import run_async
from bot.config import read_settings
from bot.entities import InboxId
from bot.errors import GigiError

if TYPE_CHECKING:
    from bot.store.opening import Store

app = typer.Typer(help="The developer's view, redacted unless --reveal.", no_args_is_help=True)
ConfigFile = Annotated[Path | None, typer.Option("--config", help="The configuration file (default config.toml).")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable.")]
Reveal = Annotated[bool, typer.Option("--reveal", help="Also show what people wrote.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000)]
Record = dict[str, Any]
HIDDEN = "(hidden)"


@app.command()
def sessions(config: ConfigFile = None, as_json: AsJson = False, reveal: Reveal = False, limit: Limit = 50) -> None:
    """Every person with their session: how much was said, what is open."""

    async def read(store: "Store") -> list[Record]:
        return [await _session(store, person.id, reveal) for person in await store.people.summaries(limit)]

    _show(read, config, as_json)


@app.command()
def goals(config: ConfigFile = None, as_json: AsJson = False, reveal: Reveal = False, limit: Limit = 50) -> None:
    """Every goal with its plan's size."""

    async def read(store: "Store") -> list[Record]:
        people = await store.people.summaries(limit)
        return [record for person in people for record in await _goals(store, person.id, reveal)]

    _show(read, config, as_json)


@app.command()
def turn(
    turn_id: Annotated[int, typer.Argument(metavar="ID", help="The inbox id.")],
    config: ConfigFile = None,
    as_json: AsJson = False,
    reveal: Reveal = False,
) -> None:
    """One turn: its path through the graph with each node's time, and what was understood."""

    async def read(store: "Store") -> list[Record]:
        row = await store.inbox.row(InboxId(turn_id))
        if row is None:
            raise GigiError(f"There is no turn {turn_id} in the inbox; `gigi inspect inbox` lists them.")
        analysis = row.analysis.model_dump(mode="json") if row.analysis else None
        return [
            {
                "id": row.id,
                "person": row.person_id,
                "kind": str(row.inbound.kind),
                "state": row.state,
                "tries": row.tries,
                "path": [{"node": node, "ms": ms} for node, ms in row.trace],
                "analysis": analysis if reveal else _redacted(analysis),
                "text": row.inbound.text if reveal else HIDDEN,
                "reply": (row.reply.text if row.reply else None) if reveal else HIDDEN,
            }
        ]

    _show(read, config, as_json)


@app.command()
def inbox(config: ConfigFile = None, as_json: AsJson = False, reveal: Reveal = False, limit: Limit = 50) -> None:
    """The newest rows of the inbox."""
    _show(lambda store: _rows(store, None, limit, reveal), config, as_json)


@app.command()
def dead(config: ConfigFile = None, as_json: AsJson = False, reveal: Reveal = False, limit: Limit = 50) -> None:
    """Messages that were given up."""
    _show(lambda store: _rows(store, ["dead"], limit, reveal), config, as_json)


@app.command()
def replay(
    turn_id: Annotated[int, typer.Argument(metavar="ID", help="The inbox id of a dead message.")],
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Open a dead message again: it is answered at the next start."""

    async def work(store: "Store") -> list[Record]:
        person = await store.inbox.replay(InboxId(turn_id))
        if person is None:
            raise GigiError(f"{turn_id} is not among the dead; `gigi inspect dead` lists them.")
        return [{"id": turn_id, "person": person, "state": "new"}]

    _show(work, config, as_json, is_alone=True)


@app.command()
def person(
    ref: Annotated[str, typer.Argument(metavar="REF", help="telegram:ID, discord:ID, console:NAME or an internal id.")],
    config: ConfigFile = None,
    as_json: AsJson = False,
    reveal: Reveal = False,
) -> None:
    """One person: session, goals, schedules, nudges."""

    async def read(store: "Store") -> list[Record]:
        person_id = await store.people.resolve(ref)
        whole = await store.people.load(person_id)
        deliveries = await store.deliveries.of(person_id, 10)
        return [
            {
                **await _session(store, person_id, reveal),
                "profile": whole.profile.model_dump(mode="json") if reveal else HIDDEN,
                "goals": await _goals(store, person_id, reveal),
                "reminders": [
                    {"id": r.id, "kind": str(r.kind), "status": str(r.status), "next_due_at": _at(r.next_due_at)}
                    for r in whole.reminders
                ],
                "nudges": [{"due_at": _at(d.due_at), "state": str(d.state), "why": d.why} for d in deliveries],
            }
        ]

    _show(read, config, as_json)


async def _session(store: "Store", person_id: Any, reveal: bool) -> Record:
    whole = await store.people.load(person_id)
    session = whole.session
    return {
        "person": person_id,
        "token": session.token if reveal else HIDDEN,
        "started_at": _at(session.started_at),
        "messages": len(session.history),
        "awaiting": session.awaiting.kind if session.awaiting else None,
        "crisis": session.crisis.level if session.crisis and session.crisis.is_open else None,
        "goals": len(whole.goals),
        "memories": len(await store.memories.ids(person_id)),
        "history": [f"{line.who}: {line.text}" for line in session.history] if reveal else HIDDEN,
    }


async def _goals(store: "Store", person_id: Any, reveal: bool) -> list[Record]:
    whole = await store.people.load(person_id)
    return [
        {
            "id": goal.id,
            "person": person_id,
            "title": goal.title if reveal else HIDDEN,
            "domain": str(goal.domain),
            "status": str(goal.status),
            "deadline": str(goal.deadline) if goal.deadline else None,
            "weeks": len(plan.weeks) if (plan := whole.plan_for(goal.id)) else 0,
            "plan_version": plan.version if plan else 0,
            "logs": len(whole.logs_of(goal.id)),
        }
        for goal in await store.people.load_goals_for_user(person_id)
    ]


async def _rows(store: "Store", states: Any, limit: int, reveal: bool) -> list[Record]:
    records = []
    for summary in await store.inbox.rows(states, limit=limit):
        record = {name: _plain(value) for name, value in summary._asdict().items()}
        if reveal:
            row = await store.inbox.row(summary.id)
            record["text"] = row.inbound.text if row else None
        records.append(record)
    return records


def _redacted(analysis: Record | None) -> Record | None:
    """The analysis without the words that come from the person."""
    if analysis is None:
        return None
    hidden = {"summary": HIDDEN, "facts": len(analysis["facts"]), "goals": len(analysis["goals"])}
    if analysis["author"] != "rules":
        hidden["needs"] = len(analysis["needs"])
    return {**analysis, **hidden}


def _at(instant: Any) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def _plain(value: Any) -> Any:
    return _at(value) if hasattr(value, "isoformat") else value


def _show(
    read: Callable[["Store"], Awaitable[list[Record]]], config: Path | None, as_json: bool, *, is_alone: bool = False
) -> None:
    async def work() -> list[Record]:
        async with opened(read_settings(config), is_alone=is_alone) as store:
            return await read(store)

    records = run_async(work()) or []
    if as_json:
        import orjson

        print(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode())
        return
    for line in _lines(records):
        print(line)


def _lines(records: list[Record]) -> Iterable[str]:
    if not records:
        yield "(nothing)"
    for record in records:
        for name, value in record.items():
            if isinstance(value, list):
                yield f"{name}:"
                yield from (f"  - {_line(entry)}" for entry in value)
            else:
                yield f"{name}: {_line(value)}"
        yield ""


def _line(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {entry}" for name, entry in value.items())
    return "-" if value is None else str(value)
