"""The text of a first configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from watcher.toml_text import toml_text

_PREFACE = """\
# Written by `watcher init`. docs/configuration.md lists every option, config.example.toml shows them at work.
# `watcher validate` checks this file, `watcher run` starts.
"""

_INSIDE = """
[http]
# The listing is on a private network.
allow_private = true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody who starts wants to have."""

    url: str
    """The listing."""
    heading: str
    """What the listing calls itself; empty where it says nothing."""
    queries: Sequence[str]
    destination: Mapping[str, object]
    """The keys of the destination's block."""
    inside: bool = False
    """The listing is on a private network, where sources may be only with the operator's word."""


def config_text(wishes: Wishes) -> str:
    """Return a configuration with one source, one destination, and a watch for each query."""
    source = {"id": source_id(wishes.url), "url": wishes.url, "name": wishes.heading or _host(wishes.url)}
    watches = [{"query": query, "to": [wishes.destination["name"]]} for query in wishes.queries]
    return _PREFACE + "".join(
        [
            _block("sources", source),
            _block("destinations", wishes.destination),
            *(_block("watches", watch) for watch in watches),
            _INSIDE if wishes.inside else "",
        ]
    )


def source_id(url: str) -> str:
    """Make a short name from the host of an address."""
    return re.sub(r"[^a-z0-9]+", "-", _host(url)).strip("-")[:64] or "source"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _block(table: str, keys: Mapping[str, object]) -> str:
    lines = [f"{key} = {toml_text(value)}" for key, value in keys.items()]
    return "\n".join([f"\n[[{table}]]", *lines, ""])
