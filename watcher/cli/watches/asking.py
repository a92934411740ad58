"""Queries as the service reads them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, TypeAlias

import typer

from watcher.cli.output import complain
from watcher.config.settings import Settings
from watcher.config.suggest import did_you_mean, listed
from watcher.config.units import parse_duration
from watcher.errors import QueryError
from watcher.rules import Query, parse
from watcher.service import wiring
from watcher.store.port import Question
from watcher.watchbook import source_words, usual_language

SourcesOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--source", help="Only articles of this source; may be repeated.")
]


def read_query(settings: Settings, text: str) -> Query:
    """Parse a query as the service does, showing a mistake under a caret. Raises `QueryError`."""
    try:
        return parse(text, synonyms=settings.synonyms.groups)
    except QueryError as error:
        for line in error.caret().splitlines():
            complain(line)
        raise


def question(settings: Settings, query: Query, since: str, sources: list[str] | None) -> Question:
    """Ask of the stored articles what the service would have told."""
    now = datetime.now(UTC)
    languages = wiring.languages(settings)
    return Question(
        query=query,
        since=now - _duration(since),
        until=now,
        sources=frozenset(known("source", sources, wiring.names(settings))),
        source_words=partial(source_words, wiring.names(settings)),
        languages=languages,
        usual_language=usual_language(languages),
    )


def known(noun: str, names: list[str] | None, existing: Collection[str]) -> tuple[str, ...]:
    """Return names, each of which there must be. Raises `BadParameter`."""
    for name in names or ():
        if name not in existing:
            hint = did_you_mean(name, existing) or f"; known: {listed(existing)}"
            raise typer.BadParameter(f'there is no {noun} "{name}"{hint}')
    return tuple(dict.fromkeys(names or ()))


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise typer.BadParameter(f"--since {text}: {error}") from None
