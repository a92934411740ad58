"""The keys that an article is known by.

A key is `kind:digest`. The kinds, strongest first:

- `guid`: the feed's own identifier; of this listing alone, unless it is an address, a `tag:` or a `urn:`;
- `address`: the canonical address, where it belongs to one item of the listing alone;
- `entry`: address and title together, for links that several items share;
- `title`: the title, within this listing;
- `dated`: title, day and any shared link, within this listing, which tells a recurring title from itself.

An id is the digest of the strongest key, so an address gives the same id whichever listing it is on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b

from watcher.identity.address import canonical_address
from watcher.identity.title import title_key
from watcher.models import Article, Item, Listing, Published

_DIGEST_BYTES = 10
_OF_ITEMS = tuple(field.name for field in fields(Item))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GLOBAL_GUIDS = ("tag:", "urn:")
"""Unique over the world by RFC 4151 and RFC 8141."""


def articles(listing: Listing, url: str) -> tuple[Article, ...]:
    """Give every item of a listing its keys and its id; the order stays, true duplicates go.

    `url` is the address that the source is known by (for its second page that of its first: it is the
    scope of titles and of bare guids), empty for a bare file.
    """
    scope = canonical_address(url)
    sole = [_sole(item, day_of(item.published), scope) for item in listing.items]
    names = [name for name, _ in sole]
    lone = tuple([article for _, article in sole if article is not None])
    if _share_nothing(names) and len({article.id for article in lone}) == len(lone):
        return lone
    keys = _keys(names)
    found: dict[str, Article] = {}
    for item, own in zip(listing.items, keys, strict=True):
        if not own:
            continue
        first = found.get(id_of(own[0]))
        if first is None:
            found[id_of(own[0])] = _article(item, own)
        else:
            found[first.id] = replace(first, keys=tuple(dict.fromkeys(first.keys + own)))
    return tuple(found.values())


def address_key(url: str) -> str:
    """Return the key of the article that an address belongs to; empty for what is no address."""
    address = _address(url, "")
    return _key("address", address) if address else ""


def kind_of(key: str) -> str:
    """Return the kind of a key: `guid`, `address`, `entry`, `title` or `dated`."""
    return key.partition(":")[0]


def id_of(key: str) -> str:
    """Return the id of an article whose strongest key this is: 20 hex digits."""
    return key.partition(":")[2]


def day_of(published: Published | None) -> date | None:
    """Return the day that a page gives, in the page's own offset."""
    return published.date() if isinstance(published, datetime) else published


@dataclass(frozen=True, slots=True)
class _Name:
    """All that an item could be told by, before it is known what it shares with its neighbours."""

    guid: str
    address: str
    entry: str
    title: str
    dated: str
    dated_entry: str
    day: date | None


# From one poll to the next, nearly all items of a listing are the same. Equal times may be of different days.
@lru_cache(maxsize=8192)
def _sole(item: Item, day: date | None, scope: str) -> tuple[_Name, Article | None]:
    """Return all that an item could be told by, and its article if it shares nothing, None without a key."""
    name = _name(item, day, scope)
    keys = tuple(filter(None, (name.guid, name.address, name.entry, name.title, name.dated)))
    return name, _article(item, keys) if keys else None


def _share_nothing(names: Sequence[_Name]) -> bool:
    """Tell whether no two have a guid, an address or a title in common."""
    guids = [name.guid for name in names if name.guid]
    addresses = [name.address for name in names if name.address]
    titles = [name.title for name in names if name.title]
    return all(len(set(told)) == len(told) for told in (guids, addresses, titles))


def _name(item: Item, day: date | None, scope: str) -> _Name:
    title = title_key(item.title)
    address = _address(item.url, scope)
    return _Name(
        guid=_guid(item.guid, scope),
        address=_key("address", address) if address else "",
        entry=_key("entry", address, title) if address and title else "",
        title=_key("title", scope, title) if title else "",
        dated=_key("dated", scope, title, day.isoformat()) if title and day else "",
        dated_entry=_key("dated", scope, title, day.isoformat(), address) if title and day else "",
        day=day,
    )


def _address(url: str | None, scope: str) -> str:
    address = canonical_address(url or "")
    if address == scope or (_SCHEME.match(address) and not address.startswith("https://")):
        return ""
    return address


def _guid(guid: str | None, scope: str) -> str:
    guid = (guid or "").strip()
    if guid.lower().startswith(("http://", "https://")):
        # A fragment is often all that tells the guids of one page's parts from each other.
        parts = [part for part in (_address(guid, scope), guid.partition("#")[2]) if part]
        return f"guid:{_digest('address', *parts)}" if parts else ""
    if guid.startswith(_GLOBAL_GUIDS):
        return _key("guid", guid)
    return _key("guid", scope, guid) if guid else ""


def _key(kind: str, *parts: str) -> str:
    return f"{kind}:{_digest(kind, *parts)}"


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def _keys(names: Sequence[_Name]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of each: no guid or address that several differing items share, one title to each day.

    Of several items with one title, the oldest day (and the undated) are the title's.
    """
    shared_guids = _shared((name.guid, name.title) for name in names)
    shared_addresses = _shared((name.address, (name.guid, name.title)) for name in names)
    oldest = _oldest(names)
    for name in names:
        candidates = (
            name.guid if name.guid not in shared_guids else "",
            name.address if name.address not in shared_addresses else "",
            name.entry if name.day in (None, oldest[name.entry]) else "",
            name.title if name.day in (None, oldest[name.title]) else "",
            name.dated_entry if name.address in shared_addresses else name.dated,
        )
        yield tuple(key for key in candidates if key)


def _shared(uses: Iterable[tuple[str, object]]) -> set[str]:
    users: defaultdict[str, set[object]] = defaultdict(set)
    for key, user in uses:
        users[key].add(user)
    return {key for key, who in users.items() if key and len(who) > 1}


def _oldest(names: Sequence[_Name]) -> dict[str, date | None]:
    oldest: dict[str, date | None] = {}
    for name in names:
        for key in (name.entry, name.title):
            days = [day for day in (oldest.get(key), name.day) if day]
            oldest[key] = min(days, default=None)
    return oldest


def _article(item: Item, keys: tuple[str, ...]) -> Article:
    own = {name: getattr(item, name) for name in _OF_ITEMS}
    return Article(**own, id=id_of(keys[0]), keys=keys)
