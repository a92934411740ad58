"""`watcher watches backtest`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from watcher.backtest import Backtest
from watcher.backtest import backtest as run
from watcher.cli.output import print_json, say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.stored import reading
from watcher.cli.watches.asking import SourcesOption, question, read_query
from watcher.cli.watches.backtest_text import document, lines
from watcher.config.settings import Settings
from watcher.store.port import Question


def backtest(
    query: Annotated[str, typer.Argument(help="The query, in quotes.")],
    since: Annotated[str, typer.Option("--since", help="How far back: 7d, 12h.")] = "30d",
    source: SourcesOption = None,
    config: ConfigOption = CONFIG,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what a query would have found among the stored articles, and what would change that.

    Works beside a running service.
    """
    settings = load_or_example(config, secrets=False)
    asked = read_query(settings, query)
    told = asyncio.run(_asked(settings, question(settings, asked, since, source)))
    if as_json:
        print_json(document(told))
        return
    for line in lines(told, since):
        say(line)


async def _asked(settings: Settings, asked: Question) -> Backtest:
    async with reading(settings) as store:
        return await run(store, asked)
