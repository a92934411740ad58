"""What operators are told of a source that fails, once, and once more when it is well again. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from watcher.models import Delivery, Source, SourceState
from watcher.plan import notices

TELL_AFTER = 3
"""Failed polls in a row that make an outage: one or two are the web's weather."""


def began(
    source: Source, state: SourceState, failures: int, error: str, operators: Iterable[str], now: datetime
) -> tuple[Delivery, ...]:
    """Return the notices owed after `failures` failed polls in a row, the last with `error`."""
    if failures < TELL_AFTER:
        return ()
    text = (
        f"{source.name} cannot be read: {error} ({failures} polls in a row). {_last_success(state)} "
        "Nothing was marked as seen; polling goes on."
    )
    return notices(f"outage:{_occasion(state)}", text, operators, now)


def ended(
    source: Source, state: SourceState, read: int, operators: Iterable[str], now: datetime
) -> tuple[Delivery, ...]:
    """Return the notices owed by a good poll that read `read` articles; `state` is from before it."""
    if state.failures < TELL_AFTER:
        return ()
    text = f"{source.name} is well again after {state.failures} failed polls: {read} articles read."
    return notices(f"recovery:{_occasion(state)}", text, operators, now)


def _occasion(state: SourceState) -> str:
    return f"{state.id}:{state.last_success.isoformat() if state.last_success else 'never'}"


def _last_success(state: SourceState) -> str:
    if state.last_success is None:
        return "It has never been read yet."
    return f"Last read {state.last_success:%Y-%m-%d %H:%M} UTC."
