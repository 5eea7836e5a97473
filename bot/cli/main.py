"""`gigi`: every command, and one place where an error becomes a sentence and an exit status."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import inspecting, keys, operating, trying
from bot.cli.running import run_async
from bot.cli.serving import CLOCK, GATEWAY, WORKER, configured, serve
from bot.config import Settings, read_settings
from bot.entities import Platform
from bot.errors import ConfigError, GigiError, place_of

app = typer.Typer(
    help="Gigi, a self-hosted personal-growth coach.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(inspecting.app, name="inspect")
app.add_typer(trying.app, name="try")
app.add_typer(keys.app, name="keys")
operating.add_to(app)

ConfigFile = Annotated[Path | None, typer.Option("--config", help="The configuration file (default config.toml).")]


@app.command()
def chat(
    user: Annotated[str, typer.Option(help="Whose session to open; it survives restarts.")] = "me",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each input line.")] = False,
    config: ConfigFile = None,
) -> None:
    """Talk to the coach in this terminal, or on a pipe."""
    from bot.cli.chatting import chat as open_chat

    run_async(open_chat(_settings(config), user, as_json=as_json))


@app.command()
def run(config: ConfigFile = None) -> None:
    """Every platform that has a token, the clock and the health endpoint; without a token the terminal coach."""
    from bot.cli.chatting import run as run_all

    run_async(run_all(_settings(config)))


@app.command()
def telegram(config: ConfigFile = None) -> None:
    """Telegram alone."""
    run_async(serve(_settings(config), [Platform.TELEGRAM], GATEWAY))


@app.command()
def discord(config: ConfigFile = None) -> None:
    """Discord alone."""
    run_async(serve(_settings(config), [Platform.DISCORD], GATEWAY))


@app.command()
def worker(config: ConfigFile = None) -> None:
    """Answers what gateways accepted, beside other processes on one Postgres."""
    settings = _settings(config)
    run_async(serve(settings, configured(settings), WORKER))


@app.command()
def clock(config: ConfigFile = None) -> None:
    """Sends what is due, beside other processes on one Postgres."""
    settings = _settings(config)
    run_async(serve(settings, configured(settings), CLOCK))


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Also read the whole database and open every record.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Check everything and say what to do."""
    from bot.cli.doctoring import doctor as examine

    raise typer.Exit(run_async(examine(config, as_json=as_json, verify=verify)) or 0)


def _settings(config: Path | None) -> Settings:
    return read_settings(config)


def main() -> None:
    """The entry point. Ends with 0, 1 (it failed) or 2 (it was asked wrongly); never with a traceback."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # until a command minds them itself
    try:
        sys.exit(app(standalone_mode=False))
    except GigiError as error:
        print(f"gigi: {error}", file=sys.stderr)
        sys.exit(2 if type(error) is ConfigError else 1)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output is gone
        sys.exit(1)
    except Exception as error:
        asked_wrongly = _asked_wrongly(error)
        print(f"gigi: {asked_wrongly or _unforeseen(error)}", file=sys.stderr)
        sys.exit(2 if asked_wrongly else 1)


def _leave(*_: object) -> None:
    """Being told to stop is not a failure."""
    sys.exit(0)


def _asked_wrongly(error: Exception) -> str | None:
    """One sentence for Typer's usage errors (they all know how to say what was wrong); None for any other error."""
    if not hasattr(error, "format_message"):
        return None
    context = getattr(error, "ctx", None)
    sentence = " ".join(error.format_message().split()).rstrip(".")
    return f"{sentence}. Try `{context.command_path if context else 'gigi'} --help`."


def _unforeseen(error: Exception) -> str:
    """What kind of error and where; its text may hold a person's words and is left out."""
    kind = type(error).__name__
    return f"Something unforeseen went wrong ({kind}, {place_of(error)}). Please report it; nothing was lost."
