"""What `preview --explain` tells people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import TextWrapper, indent

from watcher.cli.feed_offer import Offer
from watcher.cli.output import plain
from watcher.cli.select_block import block
from watcher.extract.explained import Explanation, Pattern
from watcher.models import Listing

_SAMPLES = 3
_WIDEST = 100
"""Characters of a title."""
_REASONS = TextWrapper(width=110, initial_indent="   ", subsequent_indent="     ", break_long_words=False)


def explanation_text(
    explanation: Explanation,
    listing: Listing | None = None,
    offers: Sequence[Offer] = (),
    *,
    selected: bool = False,
) -> Iterator[str]:
    """Yield the lines; `listing` is None for a page that could not be read, `selected` by selectors."""
    yield ""
    yield f"Recognised as {explanation.kind} {explanation.why}; {explanation.how}."
    if explanation.patterns:
        yield _outcome(listing, selected=selected)
    for place, pattern in enumerate(explanation.patterns, 1):
        yield ""
        yield from _pattern(place, pattern)
    if listing is not None:
        yield ""
        yield from _around(listing, offers)
    if explanation.patterns:
        yield ""
        yield "Where another list is the right one, put its block below the [[sources]] block of this page."


def _outcome(listing: Listing | None, *, selected: bool) -> str:
    if selected:
        told = "found no list" if listing is None else "were obeyed"
        return f"The selectors that were given {told}; these are the lists that are proposed without."
    if listing is None:
        return "Nothing was read: none of these could be believed to be the list."
    if not listing.items:
        return "The page shows that its list is empty, so none of these is read."
    return "The first of these lists is read."


def _pattern(place: int, pattern: Pattern) -> Iterator[str]:
    number = len(pattern.items)
    noun = "item" if number == 1 else "items"
    yield plain(f"{place}. {pattern.pattern}: {number} {noun}, score {pattern.score:.1f}")
    yield from (f"     {plain(item.title)[:_WIDEST]}" for item in pattern.items[:_SAMPLES])
    yield from _REASONS.wrap(f"for: {_weighed(pattern, 1)}")
    yield from _REASONS.wrap(f"against: {_weighed(pattern, -1)}")
    if pattern.select is None:
        yield "   (no short selectors name it)"
        return
    yield from (indent(plain(line), "   ") for line in block(pattern.select))
    if not pattern.exact:
        yield "   # nearly: these selectors do not give quite the same items"


def _weighed(pattern: Pattern, sign: int) -> str:
    told = [f"{r.words} ({r.points:+.1f})" for r in pattern.reasons if r.points * sign > 0]
    return "; ".join(told) or "nothing"


def _around(listing: Listing, offers: Sequence[Offer]) -> Iterator[str]:
    last = "" if listing.last_page is None else f", the last is {listing.last_page}"
    yield f"Next page: {plain(listing.next_page)}{last}" if listing.next_page else f"Next page: none{last}"
    if offers:
        yield from (plain(f"Linked feed {offer}") for offer in offers)
    else:
        yield f"Linked feeds: {plain(', '.join(listing.feeds)) or 'none'}"
