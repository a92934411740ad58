"""What operators are told of a source that fails, once, and once more when it is well again. Pure.

A page that is not believed is told at once, since no weather empties a page; what cannot be fetched, later.
Trouble that returns soon after a recovery is the same occasion: that it comes and goes is told once, and then
nothing until the source has settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from watcher.errors import FetchError
from watcher.models import Cause, Delivery, Doubt, Source, SourceState
from watcher.plan import notices

TELL_AFTER = 3
"""Failed polls in a row that make an outage: one or two are the web's weather."""
SETTLED = 6
"""Good polls after which trouble is over; what returns before that comes and goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Trouble of one source that was told, until it has settled."""

    key: str
    """In the ids of its notices."""
    spells: int = 1
    """How often the trouble came."""
    good: int = 0
    """Good polls since it last went."""


def struck(occasion: Occasion | None, state: SourceState) -> Occasion:
    """Return the occasion after a failed poll that is told; `state` is from before it."""
    if occasion is None:
        return Occasion(key=_occasion(state))
    return replace(occasion, spells=occasion.spells + 1, good=0) if occasion.good else occasion


def eased(occasion: Occasion) -> Occasion | None:
    """Return the occasion after one more good poll, None once it has settled."""
    good = occasion.good + 1
    return replace(occasion, good=good) if good < SETTLED else None


def is_outage(state: SourceState, failures: int) -> bool:
    """Tell whether `failures` polls in a row, which could not be fetched or read, are told."""
    return failures >= TELL_AFTER and state.doubt is None


def said(error: FetchError) -> str:
    """Return the error as operators read it: a page that is gone needs them, not patience."""
    return f"{error}: the page is gone, is its address still right?" if error.gone else str(error)


def began(
    source: Source,
    state: SourceState,
    occasion: Occasion,
    failures: int,
    error: str,
    operators: Iterable[str],
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return the notices owed after `failures` failed polls in a row, the last with `error`."""
    if occasion.spells > 1:
        return _comes_and_goes(source, occasion, error, operators, now)
    text = (
        f"{source.name} cannot be read: {error} ({failures} polls in a row). {_last_success(state)} "
        "Nothing was marked as seen; polling goes on."
    )
    return notices(f"outage:{occasion.key}", text, operators, now)


def doubted(
    source: Source,
    occasion: Occasion,
    doubt: Doubt,
    kept: Path | None,
    operators: Iterable[str],
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return the notices owed by a poll that is not believed, whose page is at `kept`.

    They are the same for all polls of one occasion, and so are told once.
    """
    if occasion.spells > 1:
        return _comes_and_goes(source, occasion, doubt.reason, operators, now)
    text = [
        f"{source.name}: {doubt.reason}. This is not believed: nothing was marked as seen, polling goes on."
    ]
    if kept:
        text.append(f"The page is kept as {kept}.")
    if doubt.cause is not Cause.UNREADABLE:
        text.append(f"If this is how the source looks from now on: watcher accept {source.id}")
    return notices(f"doubt:{occasion.key}", " ".join(text), operators, now)


def _comes_and_goes(
    source: Source, occasion: Occasion, reason: str, operators: Iterable[str], now: datetime
) -> tuple[Delivery, ...]:
    text = (
        f"{source.name} comes and goes, and fails again: {reason}. Good polls in between are believed and "
        f"alerted on. You hear of it again after {SETTLED} good polls; until then see watcher status."
    )
    return notices(f"flapping:{occasion.key}", text, operators, now)


def ended(
    source: Source,
    state: SourceState,
    occasion: Occasion | None,
    read: int,
    operators: Iterable[str],
    now: datetime,
    *,
    new: int = 0,
    resolved: str = "",
) -> tuple[Delivery, ...]:
    """Return the notices owed by a good poll that read `read` articles; what is given is from before it.

    `resolved` says how a doubt was resolved other than by the source being as usual again.
    """
    was_told = state.failures >= TELL_AFTER or state.doubt is not None
    key = occasion.key if occasion else _occasion(state)
    if was_told and resolved:
        text = f"{source.name}: {resolved} {read} articles read."
        return notices(f"resolved:{_occasion(state)}", text, operators, now)
    if occasion and occasion.spells > 1:
        if eased(occasion):
            return ()
        spells = f"after it came and went {occasion.spells} times"
        text = f"{source.name} is well again: {SETTLED} good polls, {spells}."
        return notices(f"settled:{key}", text, operators, now)
    if not was_told:
        return ()
    polls = "1 failed poll" if state.failures == 1 else f"{state.failures} failed polls"
    text = f"{source.name} is well again after {polls}: {read} articles read, {new} of them new."
    return notices(f"recovery:{key}", text, operators, now)


def _occasion(state: SourceState) -> str:
    return f"{state.id}:{state.last_success.isoformat() if state.last_success else 'never'}"


def _last_success(state: SourceState) -> str:
    if state.last_success is None:
        return "It has never been read yet."
    return f"Last read {state.last_success:%Y-%m-%d %H:%M} UTC."
