"""What no single table can know: that names are unique, and that what is referred to exists.

Looks at the file itself, not at checked models: so it finds its mistakes beside all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watcher.config.places import Finding, Place, value_at
from watcher.config.suggest import did_you_mean, listed
from watcher.config.synonyms import find_faults
from watcher.config.toml import Raw


def find_mistakes(raw: Raw) -> list[Finding]:
    """Return all mistakes between the tables of the file, in no order."""
    sources = _names(raw, "sources", "id")
    destinations = _names(raw, "destinations", "name")
    watches = range(_length(raw, "watches"))
    return [
        *_nothing_to_do(raw),
        *_no_way_back(raw),
        *_no_door(raw),
        *find_faults(raw),
        *_repeated("sources", "id", sources),
        *_repeated("destinations", "name", destinations),
        *(f for n in watches for f in _strangers(raw, ("watches", n, "to"), "destination", destinations)),
        *(f for n in watches for f in _strangers(raw, ("watches", n, "sources"), "source", sources)),
        *_strangers(raw, ("operator", "to"), "destination", destinations),
        *_not_instead(raw, destinations),
    ]


def _nothing_to_do(raw: Raw) -> Iterator[Finding]:
    if not raw.get("sources"):
        yield Finding(("sources",), "nothing is watched; write a [[sources]] block")
    if not raw.get("watches") and not raw.get("bot"):
        words = "nobody would hear of anything; write a [[watches]] block, or let people talk to a bot"
        yield Finding(("watches",), words)


def _no_way_back(raw: Raw) -> Iterator[Finding]:
    """Find subscribers by mail without a page that they could reach."""
    if value_at(("bot", "email"), raw) is None:
        return
    if not value_at(("web", "public_url"), raw):
        words = (
            "mails to subscribers need links; write what they begin with, such as https://news.example.org"
        )
        yield Finding(("web", "public_url"), words)
    if value_at(("web", "enabled"), raw) is False:
        yield Finding(("web", "enabled"), "without the web server nobody can subscribe; leave it out")


def _no_door(raw: Raw) -> Iterator[Finding]:
    """Find a Slack app whose events would be posted to a web server that is off."""
    over_http = value_at(("bot", "slack", "signing_secret"), raw) and not value_at(
        ("bot", "slack", "app_token"), raw
    )
    if over_http and value_at(("web", "enabled"), raw) is False:
        yield Finding(
            ("web", "enabled"), "Slack posts events to it; leave it out, or give bot.slack.app_token"
        )


def _names(raw: Raw, table: str, key: str) -> Sequence[object]:
    return [value_at((table, number, key), raw) for number in range(_length(raw, table))]


def _repeated(table: str, key: str, names: Sequence[object]) -> Iterator[Finding]:
    for number, name in enumerate(names):
        first = names.index(name)
        if isinstance(name, str) and first < number:
            words = f'"{name}" is taken by {table}.{first}; write another'
            yield Finding((table, number, key), words)


def _not_instead(raw: Raw, names: Sequence[object]) -> Iterator[Finding]:
    """Find destinations that stand in for none, for themselves, or for one that stands in itself."""
    for number, preferred in enumerate(_names(raw, "destinations", "instead_of")):
        place = ("destinations", number, "instead_of")
        if not isinstance(preferred, str) or not preferred:
            continue
        kind, _, chat = preferred.partition(":")
        if chat and value_at(("bot", kind), raw) is not None:
            continue
        if preferred not in names:
            known = [name for name in names if isinstance(name, str)]
            hint = did_you_mean(preferred, known) or f"; known: {listed(known)}"
            yield Finding(place, f'there is no destination "{preferred}"{hint}')
        elif names.index(preferred) == number:
            yield Finding(place, "a destination cannot stand in for itself; name the other one")
        elif first := value_at(("destinations", names.index(preferred), "instead_of"), raw):
            words = f'"{preferred}" itself is there instead of "{first}"; write "{first}" here too'
            yield Finding(place, words)


def _strangers(raw: Raw, place: Place, noun: str, names: Sequence[object]) -> Iterator[Finding]:
    """Find texts in the list at `place` that are nobody's name."""
    wanted = value_at(place, raw)
    known = [name for name in names if isinstance(name, str)]
    for name in wanted if isinstance(wanted, list) else ():
        if isinstance(name, str) and name not in known:
            hint = did_you_mean(name, known) or f"; known: {listed(known)}"
            yield Finding(place, f'there is no {noun} "{name}"{hint}')


def _length(raw: Raw, table: str) -> int:
    rows = raw.get(table)
    return len(rows) if isinstance(rows, list) else 0
