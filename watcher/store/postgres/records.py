"""Rows as models. Pure."""

from __future__ import annotations

from asyncpg import Record

from watcher.models import Chat, Delivery, Event, Known, SourceState, State, Watch
from watcher.store import codec
from watcher.store.port import Stored
from watcher.store.postgres.escape import from_json, unescape


def to_known(row: Record) -> Known:
    """Return what is remembered of an article."""
    return codec.to_known({**from_json(row["body"]), "last_seen": codec.stamp(row["last_seen"])})


def to_stored(row: Record) -> Stored:
    """Return an article as remembered."""
    where = {"source": unescape(row["source"]), "first_seen": codec.stamp(row["first_seen"])}
    return codec.to_stored({**from_json(row["body"]), **where})


def to_source(row: Record) -> SourceState:
    """Return the state of a source."""
    return SourceState(
        id=unescape(row["id"]),
        address=unescape(row["address"]),
        validators=codec.to_validators(from_json(row["validators"])),
        baseline_at=row["baseline_at"],
        last_poll=row["last_poll"],
        last_success=row["last_success"],
        last_change=row["last_change"],
        failures=row["failures"],
        error=unescape(row["error"]),
        retry_at=row["retry_at"],
        polls=row["polls"],
        articles_read=row["articles_read"],
        page_ids=tuple(map(unescape, row["page_ids"])),
        profile=codec.to_profile(from_json(row["profile"])),
        doubt=codec.to_doubt(from_json(row["doubt"])),
    )


def to_delivery(row: Record) -> Delivery:
    """Return a delivery."""
    return Delivery(
        id=unescape(row["id"]),
        event=Event(row["event"]),
        destination=unescape(row["destination"]),
        entries=tuple(map(codec.to_entry, from_json(row["entries"]))),
        text=unescape(row["text"]),
        part=row["part"],
        same_as=unescape(row["same_as"]),
        hold=unescape(row["hold"]),
        reason=unescape(row["reason"]),
        remark=unescape(row["remark"]),
        created_at=row["created_at"],
        state=State(row["state"]),
        not_before=row["not_before"],
        attempts=row["attempts"],
        fence=row["fence"],
        claimed_at=row["claimed_at"],
        maybe_dup=row["maybe_dup"],
        error=unescape(row["error"]),
        receipt=unescape(row["receipt"]),
        settled_at=row["settled_at"],
    )


def to_watch(row: Record) -> Watch:
    """Return a watch."""
    return codec.to_watch(from_json(row["body"]), row["id"])


def to_chat(row: Record) -> Chat:
    """Return a chat."""
    return codec.to_chat({**from_json(row["body"]), "id": unescape(row["id"])})
