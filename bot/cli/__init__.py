"""The command line: reads the configuration, opens Gigi, runs, stops."""

from bot.cli.main import main

__all__ = ["main"]
