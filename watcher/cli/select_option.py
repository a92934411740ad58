"""`--select item=article`: selectors tried on the command line before they go into the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeAlias

import typer

from watcher.config.selectors import SelectBlock, mistake_in
from watcher.config.suggest import did_you_mean, listed
from watcher.errors import ConfigError, Mistake
from watcher.models import Select

_OPTION = "--select"

SelectOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(_OPTION, metavar="FIELD=CSS", help="Read by selectors, as [sources.select] would."),
]


def chosen(pairs: Sequence[str]) -> Select | None:
    """Return the selectors in texts such as `title=h2 > a`, None where there are none.

    Raises `ConfigError` with all that is wrong with them.
    """
    if not pairs:
        return None
    values = {name.strip(): css.strip() for name, _, css in (pair.partition("=") for pair in pairs)}
    found = [Mistake(name, words) for name, css in values.items() if (words := _mistake(name, css))]
    if "item" not in values:
        found.append(Mistake("item", f"is missing; write {_OPTION} item=CSS"))
    if found:
        raise ConfigError(_OPTION, tuple(found))
    return Select(**values)


def _mistake(name: str, css: str) -> str:
    known = SelectBlock.model_fields
    if name not in known:
        return f"there is no such field{did_you_mean(name, known) or f'; known: {listed(known)}'}"
    return mistake_in(name, css)
