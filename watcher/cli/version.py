"""`watcher version`."""

from __future__ import annotations

import platform

from watcher import __version__
from watcher.cli.output import say


def version() -> None:
    """Print the version."""
    say(f"watcher {__version__} (Python {platform.python_version()})")
