"""Is a listing what its source usually yields? Pure.

The evidence, strongest first: articles that are known; the last page's head in its old order below new
articles; and, where hardly any is known, the looks: how many, with links, dates and summaries or without,
how long their titles, in which pattern of the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from watcher.drift.profile import SAMPLE, measured, same_pattern
from watcher.models import Cause, Listing, Profile

_OVERLAP = 0.5
"""So much of a page is known, or of the last page still there, and the page is the listing."""
_CONTINUED = 2
"""Articles of the last page's head that show, in their order at the end of this one, that it moved on."""
_CUT = 4
"""A listing of less than one part in so many of its usual items is cut."""
_SMALL = 8
"""Items: shorter listings come and go by themselves."""
_MANY = 4
"""So many times the usual count is a flood, not news."""
_LOST = 0.5
"""A share or length that fell to less than this part of the usual is lost."""
_WORDS = ((0.9, "usually all have"), (0.6, "usually most have"), (0.3, "usually half of them have"))
"""What a share is called, downwards to the least that can be lost."""
_ELSEWHERE = "they stand elsewhere on the page than usual"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`cause` is None for a listing that is believed; else `reason` says in plain words what breaks."""

    cause: Cause | None = None
    reason: str = ""
    may_heal: bool = False
    """Whether it becomes believable by staying as it is: nothing of the usual is lost but the place."""


BELIEVED = Verdict()


def judge(
    profile: Profile, listing: Listing, ids: Sequence[str], new: Collection[str], last_ids: Sequence[str]
) -> Verdict:
    """Judge a listing whose articles have `ids`, `new` ones not known; `last_ids` are the last believed."""
    usual = usual_count(profile, last_ids)
    if not ids:
        return _judge_empty(profile, listing, usual)
    few = f"{len(ids)} of usually {usual} items" if _is_cut(profile, len(ids), last_ids) else ""
    telling = few or len(ids) >= SAMPLE
    if profile.listings and telling and not _continues(ids, new, last_ids):
        faults = tuple(_faults(profile, measured(listing)))
        moved = usual >= SAMPLE and not same_pattern(profile.pattern, listing.pattern)
        if faults or moved:
            reasons = [few, _known(len(ids), len(new)), *faults, _ELSEWHERE if moved else ""]
            return Verdict(Cause.STRANGE, ", ".join(filter(None, reasons)), may_heal=not faults)
    return Verdict(Cause.FEW, few, may_heal=True) if few else BELIEVED


def usual_count(profile: Profile, last_ids: Sequence[str]) -> int:
    """Return how many items the source usually has."""
    return round(profile.count) if profile.listings else len(last_ids)


def _judge_empty(profile: Profile, listing: Listing, usual: int) -> Verdict:
    frames = (_frame(profile.heading), _frame(profile.empty_heading))
    same_frame = not profile.listings or _frame(listing.heading) in frames
    if not usual or (profile.least == 0 and same_frame):
        return BELIEVED
    return Verdict(Cause.EMPTY, f"0 of usually {usual} items", may_heal=same_frame)


def _frame(heading: str) -> str:
    return _DIGITS.sub("", heading).casefold()


def _is_cut(profile: Profile, count: int, last_ids: Sequence[str]) -> bool:
    usual = min(usual_count(profile, last_ids), len(last_ids))
    shortest = usual if profile.least is None else profile.least
    return usual >= _SMALL and count * _CUT < usual and count < shortest


def _continues(ids: Sequence[str], new: Collection[str], last_ids: Sequence[str]) -> bool:
    """Tell whether the known articles show that this is the listing."""
    stayed = len(set(ids) & set(last_ids))
    if len(ids) - len(new) >= _OVERLAP * len(ids) or (stayed and stayed >= _OVERLAP * len(last_ids)):
        return True
    head = last_ids[: len(ids) - len(new)]
    return len(head) >= _CONTINUED and list(ids[-len(head) :]) == list(head)


def _faults(usual: Profile, now: Profile) -> Iterator[str]:
    """Yield what this listing lacks of the usual, in words."""
    if now.count > _MANY * max(usual.count, SAMPLE):
        yield f"they are far more than the usual {round(usual.count)}"
    if now.title_length < _LOST * usual.title_length:
        yield "their titles are much shorter than usual"
    if _is_lost(usual.links, now.links):
        yield _lost("a link", usual.links, now.links)
    if same_pattern(usual.pattern, now.pattern) and usual.pattern:
        return
    if _is_lost(usual.dates, now.dates):
        yield _lost("a date", usual.dates, now.dates)
    if _is_lost(usual.summaries, now.summaries):
        yield _lost("a summary", usual.summaries, now.summaries)


def _is_lost(usual: float, now: float) -> bool:
    return usual >= _WORDS[-1][0] and now < _LOST * usual


def _lost(what: str, usual: float, now: float) -> str:
    before = next(words for share, words in _WORDS if usual >= share)
    return f"{'few have' if now else 'none has'} {what} ({before})"


def _known(count: int, new: int) -> str:
    if count == new:
        return f"none of the {count} items is known"
    return f"only {count - new} of the {count} items are known"
