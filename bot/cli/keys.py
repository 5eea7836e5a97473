"""`gigi keys`: make a master key, or wrap everything with a new one."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Master keys.", no_args_is_help=True)


@app.command()
def generate() -> None:
    """Print one new Fernet key for security.encryption_keys."""
    from bot.security.keys import generate_key

    print(generate_key())


@app.command()
def rotate(config: Annotated[Path | None, typer.Option("--config")] = None) -> None:
    """Wrap every person's key with the first of security.encryption_keys; the others may be dropped afterwards."""
    from bot.cli.operating import rotate_all
    from bot.cli.running import run_async
    from bot.config import read_settings

    count = run_async(rotate_all(read_settings(config)))
    print(
        f"The keys of {count} people are wrapped with the first key. Older keys can be removed from the configuration."
    )
