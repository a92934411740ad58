"""The commands of `watcher slack`."""

from __future__ import annotations

import typer

from watcher.cli.slack.manifest import manifest

slack = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Set up the Slack app.")


@slack.callback()
def _group() -> None:
    """Keep the commands by name, also while there is one."""


slack.command("manifest")(manifest)
