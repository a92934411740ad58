"""`watcher watches test`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.output import plain, say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.watches.asking import known, read_query
from watcher.errors import WatcherError
from watcher.models import Article
from watcher.rules import explain
from watcher.service import wiring
from watcher.watchbook import source_words, usual_language


def try_out(
    query: Annotated[str, typer.Argument(help="The query, in quotes.")],
    title: Annotated[str, typer.Option("--title", help="The article's title.")] = "",
    summary: Annotated[str, typer.Option("--summary", help="Its summary.")] = "",
    label: Annotated[list[str] | None, typer.Option("--label", help="A label; may be repeated.")] = None,
    author: Annotated[list[str] | None, typer.Option("--author", help="An author; may be repeated.")] = None,
    source: Annotated[str, typer.Option("--source", help="Id of the source it stands in.")] = "",
    text: Annotated[
        Path | None, typer.Option("--text", help="A file: its first line is the title, the rest the summary.")
    ] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Say why an article would meet a query, or would not; without one given, stdin is read as with --text.

    Exit code 1 where it does not.
    """
    settings = load_or_example(config, secrets=False)
    asked = read_query(settings, query)
    if not (title or summary or label or author):
        title, _, summary = _text(text).strip().partition("\n")
    names, languages = wiring.names(settings), wiring.languages(settings)
    known("source", [source] if source else [], names)
    article = Article(
        id="test", title=title, summary=summary, labels=tuple(label or ()), authors=tuple(author or ())
    )
    language = languages.get(source, usual_language(languages))
    why = explain(asked, article, source_words(names, source) if source else "", language)
    say(f"{'match' if why.matched else 'no match'}: {plain(str(why))}")
    for note in asked.notes:
        say(str(note))
    if not why.matched:
        raise typer.Exit(1)


def _text(file: Path | None) -> str:
    try:
        return sys.stdin.read() if file is None else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WatcherError(f"{file or 'stdin'}: cannot be read as UTF-8 text: {error}") from None
