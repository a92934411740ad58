"""What a poll's listing means for its source: believed, and what is learned from it, or in doubt. Pure.

When a strange listing is believed in the end, most of its articles are old ones in a new shape, so they are
noted without alerts, as on a first poll. News are those dated since the last believed poll, and those that
came while the doubt lasted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.diff import Changes
from watcher.drift.backlog import backlog
from watcher.drift.doubt import follow, is_accepted, is_healed
from watcher.drift.judge import judge, usual_count
from watcher.drift.profile import has_new_looks, learn, relearned
from watcher.errors import ReadError
from watcher.identity import day_of
from watcher.models import Article, Cause, Doubt, Listing, Profile, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """A believed listing."""

    profile: Profile
    """What the source yields, this listing included."""
    silent: frozenset[str] = frozenset()
    """Ids of new articles that are to be noted without alerts."""
    remark: str = ""
    """What is unusual about it, for the log."""
    resolved: str = ""
    """How a doubt was resolved by believing the unusual, for operators; else empty."""


def believe(
    state: SourceState,
    listing: Listing,
    changes: Changes,
    at: datetime,
    *,
    accepted_at: datetime | None = None,
) -> Belief | Doubt:
    """Judge what a poll at `at` read. `accepted_at` is when an operator last accepted the source's looks."""
    if state.baseline_at is None:
        return Belief(profile=learn(state.profile, listing))
    ids = tuple(article.id for article in changes.page)
    verdict = judge(state.profile, listing, ids, {a.id for a in changes.new}, state.page_ids)
    if verdict.cause is None:
        return _usual(state, listing, changes)
    doubt = follow(state.doubt, verdict.cause, verdict.reason, ids, at)
    if is_accepted(doubt, accepted_at):
        return _resolved(state, doubt, listing, changes, "as an operator accepted")
    if is_healed(doubt, verdict):
        return _resolved(state, doubt, listing, changes, f"as {doubt.polls} polls in a row showed it")
    return doubt


def unreadable(state: SourceState, error: ReadError, looks: str | None, at: datetime) -> Doubt | None:
    """Return the doubt about a page on which no listing was found; None where there never was one.

    `looks` says what the page looks like instead, if that is known.
    """
    if state.baseline_at is None:
        return None
    usual = usual_count(state.profile, state.page_ids)
    counted = f"0 of usually {usual} items" if usual else "the page, usually an empty list, is none"
    reason = counted if looks else f"{counted}; {error}"
    return looking_like(follow(state.doubt, Cause.UNREADABLE, reason, (), at), looks)


def looking_like(doubt: Doubt, looks: str | None) -> Doubt:
    """Return a doubt that also says what the page looks like, if that is known."""
    return replace(doubt, reason=f"{doubt.reason}; the page now looks like {looks}") if looks else doubt


def _usual(state: SourceState, listing: Listing, changes: Changes) -> Belief:
    old = backlog(changes, state.page_ids)
    remarks = (
        _redesign(state.profile, listing),
        f"the page became longer: {len(old)} older articles were noted without an alert" if old else "",
    )
    return Belief(profile=learn(state.profile, listing), silent=old, remark="; ".join(filter(None, remarks)))


def _resolved(state: SourceState, doubt: Doubt, listing: Listing, changes: Changes, why: str) -> Belief:
    silent = frozenset(_old(state, doubt, changes)) if doubt.cause is Cause.STRANGE else frozenset()
    noted = f"; {len(silent)} of its articles were noted without an alert" if silent else ""
    return Belief(
        profile=relearned(state.profile, listing),
        silent=silent,
        remark=f"believed, {why}: {doubt.reason}",
        resolved=f"What it shows now counts as usual, {why} ({doubt.reason}){noted}.",
    )


def _old(state: SourceState, doubt: Doubt, changes: Changes) -> Iterator[str]:
    """Yield the ids of new articles that stood there when the doubt began and have no recent date."""
    for article in changes.new:
        if article.id in doubt.first_ids and not _is_recent(article, state.last_success):
            yield article.id


def _is_recent(article: Article, since: datetime | None) -> bool:
    published = article.published
    if since is None or published is None:
        return False
    if isinstance(published, datetime) and published.tzinfo is not None:
        return published > since
    day = day_of(published)
    return day is not None and day > since.date()


def _redesign(profile: Profile, listing: Listing) -> str:
    if not has_new_looks(profile, listing):
        return ""
    return f"the page was redesigned ({profile.pattern or 'no pattern'} → {listing.pattern or 'no pattern'})"
