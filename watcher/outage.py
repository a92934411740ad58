"""What operators are told of a source that fails, once, and once more when it is well again. Pure.

A page that is not believed is told at once, since no weather empties a page; what cannot be fetched, later.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from watcher.errors import FetchError
from watcher.models import Cause, Delivery, Doubt, Source, SourceState
from watcher.plan import notices

TELL_AFTER = 3
"""Failed polls in a row that make an outage: one or two are the web's weather."""


def said(error: FetchError) -> str:
    """Return the error as operators read it: a page that is gone needs them, not patience."""
    return f"{error}: the page is gone, is its address still right?" if error.gone else str(error)


def began(
    source: Source, state: SourceState, failures: int, error: str, operators: Iterable[str], now: datetime
) -> tuple[Delivery, ...]:
    """Return the notices owed after `failures` failed polls in a row, the last with `error`."""
    if failures < TELL_AFTER or state.doubt:
        return ()
    text = (
        f"{source.name} cannot be read: {error} ({failures} polls in a row). {_last_success(state)} "
        "Nothing was marked as seen; polling goes on."
    )
    return notices(f"outage:{_occasion(state)}", text, operators, now)


def doubted(
    source: Source,
    state: SourceState,
    doubt: Doubt,
    kept: Path | None,
    operators: Iterable[str],
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return the notices owed by a poll that is not believed, whose page is at `kept`.

    They are the same for all polls of one occasion, and so are told once.
    """
    text = [
        f"{source.name}: {doubt.reason}. This is not believed: nothing was marked as seen, polling goes on."
    ]
    if kept:
        text.append(f"The page is kept as {kept}.")
    if doubt.cause is not Cause.UNREADABLE:
        text.append(f"If this is how the source looks from now on: watcher accept {source.id}")
    return notices(f"doubt:{_occasion(state)}", " ".join(text), operators, now)


def ended(
    source: Source,
    state: SourceState,
    read: int,
    operators: Iterable[str],
    now: datetime,
    *,
    new: int = 0,
    resolved: str = "",
) -> tuple[Delivery, ...]:
    """Return the notices owed by a good poll that read `read` articles; `state` is from before it.

    `resolved` says how a doubt was resolved other than by the source being as usual again.
    """
    if state.failures < TELL_AFTER and state.doubt is None:
        return ()
    polls = "1 failed poll" if state.failures == 1 else f"{state.failures} failed polls"
    text = f"{source.name} is well again after {polls}: {read} articles read, {new} of them new."
    if resolved:
        text = f"{source.name}: {resolved} {read} articles read."
    return notices(f"recovery:{_occasion(state)}", text, operators, now)


def _occasion(state: SourceState) -> str:
    return f"{state.id}:{state.last_success.isoformat() if state.last_success else 'never'}"


def _last_success(state: SourceState) -> str:
    if state.last_success is None:
        return "It has never been read yet."
    return f"Last read {state.last_success:%Y-%m-%d %H:%M} UTC."
