"""What was published, held against what was received and what the store says of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KEEPS_NO_KEY = frozenset({"phone", "file"})
"""Destinations that cannot be asked whether they have a message: one without an answer goes out again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the store says of an article's alert at one destination."""

    state: str
    maybe_dup: bool
    attempts: int


Place = tuple[str, int]
"""A destination and the number of an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is wrong, by kind."""

    missing: tuple[Place, ...] = ()
    given_up: tuple[Place, ...] = ()
    """Not received, and a dead letter says so."""
    unexplained: tuple[Place, ...] = ()
    """Received twice where the store knows of no doubt, or the provider could have been asked."""
    explained: int = 0
    """Received more than once after an attempt without an answer."""
    out_of_order: tuple[Place, ...] = ()
    unsettled: int = 0
    """Deliveries that wait or are being sent at the end."""
    tracebacks: int = 0
    failed: int = 0
    """Processes that ended by themselves, or could not open their store."""

    @property
    def ok(self) -> bool:
        """Whether nothing is lost, and nothing came twice without reason."""
        return not (self.missing or self.unexplained or self.unsettled or self.tracebacks or self.failed)

    def lines(self) -> tuple[str, ...]:
        """Return one line a kind."""
        return (
            f"missing: {_named(self.missing)}",
            f"given up, told as dead letters: {_named(self.given_up)}",
            f"duplicated without reason: {_named(self.unexplained)}",
            f"duplicated after a lost answer, and marked so: {self.explained}",
            f"out of order: {_named(self.out_of_order)}",
            f"unsettled at the end: {self.unsettled}",
            f"tracebacks in the log: {self.tracebacks}",
            f"processes that failed: {self.failed}",
        )


def judge(
    published: int,
    received: Mapping[str, Sequence[int]],
    told: Mapping[Place, Told],
    *,
    unsettled: int = 0,
    tracebacks: int = 0,
    failed: int = 0,
) -> Verdict:
    """Compare; articles are numbered from 1 in the order in which they were published."""
    absent = [
        (channel, number)
        for channel, got in received.items()
        for number in sorted(set(range(1, published + 1)) - set(got))
    ]
    dead = {place for place, row in told.items() if row.state == "dead"}
    repeats = {
        (channel, number): copies
        for channel, got in received.items()
        for number, copies in Counter(got).items()
        if copies > 1
    }
    explained = {place for place, copies in repeats.items() if _is_explained(place, copies, told.get(place))}
    return Verdict(
        missing=tuple(place for place in absent if place not in dead),
        given_up=tuple(place for place in absent if place in dead),
        unexplained=tuple(sorted(repeats.keys() - explained)),
        explained=len(explained),
        out_of_order=tuple(
            (channel, number)
            for channel, got in received.items()
            for number in _late(tuple(dict.fromkeys(got)))
        ),
        unsettled=unsettled,
        tracebacks=tracebacks,
        failed=failed,
    )


def _is_explained(place: Place, copies: int, row: Told | None) -> bool:
    return bool(row and row.maybe_dup and place[0] in KEEPS_NO_KEY and copies <= row.attempts)


def _late(firsts: Sequence[int]) -> list[int]:
    """Return the numbers that came after a higher one."""
    return [number for place, number in enumerate(firsts) if number < max(firsts[:place], default=0)]


def _named(places: Sequence[Place]) -> str:
    shown = ", ".join(f"{number} at {channel}" for channel, number in places[:10])
    return f"{len(places)} ({shown}{', …' if len(places) > 10 else ''})" if places else "0"
