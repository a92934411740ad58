"""The words somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from zoneinfo import available_timezones

_LIKENESS = 0.6
"""Share of a word that must agree (`difflib`'s ratio) before it is worth suggesting."""


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like `word`, regardless of case, or None if none is like it."""
    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=_LIKENESS)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return `; did you mean "x"?`, or nothing where no candidate is close."""
    found = closest(word, candidates)
    return f'; did you mean "{found}"?' if found else ""


def closest_timezone(word: str) -> str | None:
    """Return the zone most like `word`, which may be the bare name of its city."""
    zones = available_timezones()
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(zones) if "/" in zone}
    city = closest(word.rpartition("/")[2].strip().replace(" ", "_"), cities)
    return cities[city] if city else closest(word, zones)


def listed(words: Iterable[str]) -> str:
    """Return the words separated by commas, or `none`."""
    return ", ".join(words) or "none"
