"""What a source usually yields, learned from the listings that were believed. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median

from watcher.models import Listing, Profile

_FASTEST = 0.2
"""Weight of one more listing at least: about the last ten make a profile."""

SAMPLE = 4
"""Items: the looks of fewer say little."""

_NEAREST = 3
"""Steps of a pattern that tell one; what is further from the title moves when a page gets a banner."""


def measured(listing: Listing) -> Profile:
    """Return the profile of one listing that has items."""
    items = listing.items
    return Profile(
        listings=1,
        count=len(items),
        least=len(items),
        links=_share([bool(item.url) for item in items]),
        dates=_share([item.published is not None for item in items]),
        summaries=_share([bool(item.summary) for item in items]),
        title_length=median([len(item.title) for item in items]),
        pattern=listing.pattern,
        heading=listing.heading,
    )


def learn(profile: Profile, listing: Listing) -> Profile:
    """Return the profile with one more believed listing; new looks begin a new one."""
    if not listing.items:
        return replace(profile, least=0, empty_heading=listing.heading)
    if not profile.listings or has_new_looks(profile, listing):
        return relearned(profile, listing)
    now = measured(listing)
    weight = max(1 / (profile.listings + 1), _FASTEST)

    def blend(old: float, new: float) -> float:
        return old + weight * (new - old)

    return replace(
        now,
        pattern=profile.pattern,
        empty_heading=profile.empty_heading,
        listings=profile.listings + 1,
        count=blend(profile.count, now.count),
        least=_least(profile, listing),
        links=blend(profile.links, now.links),
        dates=blend(profile.dates, now.dates),
        summaries=blend(profile.summaries, now.summaries),
        title_length=blend(profile.title_length, now.title_length),
    )


def relearned(profile: Profile, listing: Listing) -> Profile:
    """Return the profile of this listing alone, but for what the old one knows of empty and short ones."""
    if not listing.items:
        return learn(profile, listing)
    return replace(measured(listing), least=_least(profile, listing), empty_heading=profile.empty_heading)


def has_new_looks(profile: Profile, listing: Listing) -> bool:
    """Tell whether a listing stands elsewhere on its page, or is written otherwise, than those before it."""
    enough = profile.listings and len(listing.items) >= SAMPLE
    return bool(enough and not same_pattern(profile.pattern, listing.pattern))


def same_pattern(one: str, other: str) -> bool:
    """Tell whether two patterns end in the same tags; class names change with every build of some sites."""
    tags, others = _tags(one), _tags(other)
    steps = min(len(tags), len(others), _NEAREST)
    return tags[-steps:] == others[-steps:]


def _least(profile: Profile, listing: Listing) -> int:
    count = len(listing.items)
    return count if profile.least is None else min(profile.least, count)


@lru_cache(maxsize=1024)
def _tags(pattern: str) -> tuple[str, ...]:
    return tuple(re.split(r"[.#\[:]", step)[0] for step in pattern.split(" > "))


def _share(holds: Sequence[bool]) -> float:
    return sum(holds) / len(holds)
