"""Questions to whoever sits at the terminal; where nobody does, the option that answers them is named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer

from notifiers.registry import KINDS
from watcher.config.example import shortest_destination
from watcher.config.fields import is_web_address
from watcher.config.suggest import listed
from watcher.errors import QueryError
from watcher.rules import parse


class WrongAnswer(typer.BadParameter):
    """What was answered, or given as an option, will not do."""

    def __str__(self) -> str:
        return self.message


def ask(question: str, *, needs: str, default: str | None = None) -> str:
    """Ask for a text. Raises `BadParameter` naming the option `needs` where nobody can answer."""
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"there is nobody to ask: give {needs}")
    return str(typer.prompt(question, default=default)).strip()


def ask_until_right(question: str, check: Callable[[str], str], *, needs: str) -> str:
    """Ask until `check` takes the answer."""
    while True:
        try:
            return check(ask(question, needs=needs))
        except WrongAnswer as error:
            typer.echo(str(error))


def checked_address(text: str) -> str:
    """Check the address of a listing, to which https:// may be missing. Raises `WrongAnswer`."""
    address = text if "://" in text else f"https://{text}"
    if not is_web_address(address):
        raise WrongAnswer(f'"{text}" is no address; write one such as https://example.org/news')
    return address


def checked_query(text: str) -> str:
    """Check a query. Raises `WrongAnswer` with a caret under the mistake."""
    try:
        parse(text)
    except QueryError as error:
        raise WrongAnswer(f"{error}\n{error.caret()}") from None
    return text


def ask_address() -> str:
    """Ask for the address of a listing."""
    return ask_until_right("Address of the listing", checked_address, needs="--url")


def ask_queries() -> list[str]:
    """Ask for one query or more."""
    queries = [ask_until_right("What to look for, such as sanctions", checked_query, needs="--watch")]
    while text := ask("And what else (Enter for no more)", needs="--watch", default=""):
        try:
            queries.append(checked_query(text))
        except WrongAnswer as error:
            typer.echo(str(error))
    return queries


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
    for key, text in answers.items():
        if _is_secret(block.get(key)) and not _is_secret(text):
            raise typer.BadParameter(f"secrets stay out of the file: --set {key}=env:NAME or {key}=file:PATH")
    return block | {key: _like(block.get(key), text) for key, text in answers.items()}


def _ask_kind() -> str:
    while True:
        kind = ask(f"Where to send ({listed(KINDS)})", needs="--to", default="console")
        if kind in KINDS:
            return kind
        typer.echo(f'"{kind}" is not one of them')


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.isidentifier():
        raise typer.BadParameter(f'--set wants KEY=VALUE, not "{text}"')
    return key, value


def _is_secret(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("env:", "file:"))


def _like(sample: object, text: str) -> object:
    """Give an answer the type of the sample: a number where it is one, a list where it may be several."""
    if isinstance(sample, list):
        return [word.strip() for word in text.split(",")]
    number = text.removeprefix("-")
    return int(text) if isinstance(sample, int) and number.isdigit() else text
