"""Chats: saved, listed, and moved with all that is theirs."""

from __future__ import annotations

from dataclasses import replace

from tinydb import where

from watcher.models import Chat, State, Watch
from watcher.store.codec import to_body, to_chat, to_watch
from watcher.store.moving import is_of, renamed
from watcher.store.sameness import merged
from watcher.store.tiny import lanes
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import DELIVERY_BY_STATE, HELD, IN_FLIGHT, QUEUE, Tables
from watcher.store.tiny.watches import find, watch_row


def save_chat(tables: Tables, chat: Chat) -> None:
    """Insert or replace a chat."""
    tables.chats.upsert(to_body(chat), where("id") == chat.id)


def chats(tables: Tables) -> tuple[Chat, ...]:
    """Return all chats, in the order in which they came."""
    return tuple(to_chat(document) for document in tables.chats)


def move_chat(tables: Tables, old: str, new: str) -> None:
    """Rewrite a chat's id everywhere; a new one that is there already takes over what the old one had."""
    if old == new:
        return
    _move_chat(tables, old, new)
    for document in tables.watches:
        _move_watch(tables, to_watch(document, document.doc_id), old, new)
    for name in {old, *(lane["destination"] for lane in tables.lanes if is_of(lane["destination"], old))}:
        to = renamed(name, old, new)
        _move_deliveries(tables, name, to)
        _move_lane(tables, name, to)
        tables.quotas.update({"destination": to}, where("destination") == name)


def _move_chat(tables: Tables, old: str, new: str) -> None:
    there = tables.chats.get(where("id") == new)
    left = tables.chats.get(where("id") == old)
    if there is not None and left is not None:
        save_chat(tables, merged(to_chat(left), to_chat(there)))
        tables.chats.remove(where("id") == old)
    else:
        tables.chats.update({"id": new}, where("id") == old)


def _move_watch(tables: Tables, watch: Watch, old: str, new: str) -> None:
    destinations = tuple(dict.fromkeys(renamed(to, old, new) for to in watch.destinations))
    moved = replace(watch, owner=renamed(watch.owner, old, new), destinations=destinations)
    if moved == watch:
        return
    if moved.owner != watch.owner and find(tables, moved) is not None:
        tables.watches.remove(doc_ids=[watch.id])
    else:
        tables.watches.update(watch_row(moved), doc_ids=[watch.id])


def _move_deliveries(tables: Tables, old: str, new: str) -> None:
    """Move what may still be sent: the unsettled, and dead letters, which can be revived."""
    unsettled = [
        row for index in (HELD, QUEUE, IN_FLIGHT) for row in tables.deliveries.walk(index, Window(value=old))
    ]
    dead = [
        row
        for row in tables.deliveries.walk(DELIVERY_BY_STATE, Window(value=State.DEAD))
        if row["destination"] == old
    ]
    tables.deliveries.update({"destination": new}, doc_ids=[row.doc_id for row in [*unsettled, *dead]])


def _move_lane(tables: Tables, old: str, new: str) -> None:
    """Let the old lane go; the new address has refused nothing yet, so nothing of its waits is taken over."""
    lane = lanes.find(tables, old)
    if lane is not None:
        tables.lanes.remove(doc_ids=[lane.doc_id])
        lanes.refresh(tables, new)
