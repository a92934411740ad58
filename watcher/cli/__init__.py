"""The command line: one file a command, imported when it is asked for."""

from watcher.cli.commands import main

__all__ = ["main"]
