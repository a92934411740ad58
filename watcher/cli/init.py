"""`watcher init`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from notifiers.registry import KINDS
from watcher.cli.first_config import Wishes, config_text
from watcher.cli.output import complain, plain, say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.cli.questions import (
    ask_address,
    ask_destination,
    ask_queries,
    checked_address,
    checked_query,
)
from watcher.cli.reading import Reading, find, leads_inside, read
from watcher.config.loading import load
from watcher.config.suggest import did_you_mean, listed
from watcher.errors import ConfigError, WatcherError

_SHOWN = 5
"""Items of the listing to show: enough to see whether it was read right."""


def init(
    config: ConfigOption = CONFIG,
    url: Annotated[str, typer.Option("--url", metavar="ADDRESS", help="The listing to watch.")] = "",
    watch: Annotated[
        list[str] | None, typer.Option("--watch", metavar="QUERY", help="What to look for; repeatable.")
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="KIND", help=f"Where to send: {listed(KINDS)}.")] = "",
    option: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A key of the destination; repeatable."),
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not read the listing now.")] = False,
) -> None:
    """Write a first configuration. Asks for what the options leave open."""
    if config.exists() and not force:
        raise typer.BadParameter(f"{config} is there already; --force replaces it")
    if to and to not in KINDS:
        raise typer.BadParameter(f'cannot send to "{to}"{did_you_mean(to, KINDS)}; known: {listed(KINDS)}')
    address = checked_address(url) if url else ask_address()
    heading = "" if offline else _look(address)
    wishes = Wishes(
        url=address,
        heading=heading,
        queries=[checked_query(text) for text in watch] if watch else ask_queries(),
        destination=ask_destination(to, option or []),
        inside=not offline and leads_inside(address),
    )
    _write(config, config_text(wishes))
    _tell_what_is_left(config)


def _look(url: str) -> str:
    """Show what the listing holds, and return what it calls itself."""
    try:
        reading = read(find(url))
    except WatcherError as error:
        if not sys.stdin.isatty():
            raise
        complain(str(error))
        typer.confirm("Write the configuration all the same?", abort=True)
        return ""
    _show(reading)
    return plain(reading.listing.heading).strip()


def _show(reading: Reading) -> None:
    say(f"read {len(reading.articles)} articles; the first of them:")
    for article in reading.articles[:_SHOWN]:
        say(f"  {plain(article.title)}")


def _write(config: Path, text: str) -> None:
    try:
        config.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WatcherError(f"cannot write {config}: {error.strerror}") from None
    say(f"wrote {config}")


def _tell_what_is_left(config: Path) -> None:
    try:
        load(config, os.environ)
    except ConfigError as error:
        say("Before it can run:")
        for mistake in error.mistakes:
            say(f"  {mistake}")
    say("Next: `watcher send-test DESTINATION` tries the way out, `watcher run` starts.")
