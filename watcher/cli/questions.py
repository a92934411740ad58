"""Questions to whoever sits at the terminal; where nobody does, the option that answers them is named."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from notifiers.registry import KINDS
from watcher.config.example import shortest_destination
from watcher.config.suggest import listed
from watcher.errors import QueryError
from watcher.rules import parse


def ask(question: str, *, needs: str, default: str | None = None) -> str:
    """Ask for a text. Raises `BadParameter` naming the option `needs` where nobody can answer."""
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"there is nobody to ask: give {needs}")
    return str(typer.prompt(question, default=default)).strip()


def ask_queries() -> list[str]:
    """Ask for one query or more, each until it is a right one."""
    queries: list[str] = []
    while True:
        question = "And what else (Enter for no more)" if queries else "What to look for, such as sanctions"
        text = ask(question, needs="--watch", default="" if queries else None)
        if not text:
            return queries
        try:
            parse(text)
        except QueryError as error:
            typer.echo(f"{error}\n{error.caret()}")
        else:
            queries.append(text)


def ask_destination(kind: str, given: Sequence[str]) -> dict[str, object]:
    """Ask for what a destination of this kind cannot do without; `given` holds answers as `KEY=VALUE`.

    Secrets are not asked for: the file will name the environment variables that hold them.
    """
    kind = kind or _ask_kind()
    answers = dict(_pair(text) for text in given)
    block = shortest_destination(kind)
    for key, sample in block.items():
        if key in {"name", "kind"} or _is_secret(sample) or key in answers:
            continue
        answers[key] = ask(f"{key}, such as {sample}", needs=f"--set {key}=…")
    return block | {key: _like(block.get(key), text) for key, text in answers.items()}


def _ask_kind() -> str:
    while True:
        kind = ask(f"Where to send ({listed(KINDS)})", needs="--to", default="console")
        if kind in KINDS:
            return kind


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.isidentifier():
        raise typer.BadParameter(f'--set wants KEY=VALUE, not "{text}"')
    return key, value


def _is_secret(sample: object) -> bool:
    return isinstance(sample, str) and sample.startswith(("env:", "file:"))


def _like(sample: object, text: str) -> object:
    """Give an answer the type of the sample: a number where it is one, a list where it may be several."""
    if isinstance(sample, list):
        return [word.strip() for word in text.split(",")]
    number = text.removeprefix("-")
    return int(text) if isinstance(sample, int) and number.isdigit() else text
