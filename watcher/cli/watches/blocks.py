"""Watches as text: TOML blocks that a configuration takes as they are, or JSON, one watch a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum

from watcher.models import Watch, When


class Format(StrEnum):
    """How watches are written."""

    TOML = "toml"
    JSONL = "jsonl"


def block(watch: Watch) -> dict[str, object]:
    """Return the keys of a watch that say something, as in `[[watches]]`."""
    kept = {
        "query": watch.query,
        "to": list(watch.destinations),
        "sources": list(watch.sources),
        "name": watch.name,
        "language": watch.language,
        "limit_per_day": watch.limit_per_day,
        "when": "" if watch.when is When.NOW else watch.when,
    }
    return {key: value for key, value in kept.items() if value}


def written(watches: Iterable[Watch], form: Format) -> str:
    """Write watches down."""
    if form is Format.JSONL:
        return "".join(json.dumps(block(watch), ensure_ascii=False) + "\n" for watch in watches)
    return "\n".join(_toml(watch) for watch in watches)


def _toml(watch: Watch) -> str:
    # a JSON text or list of texts is one of TOML too, but for DEL
    keys = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in block(watch).items())
    return "[[watches]]\n" + "".join(keys).replace("\x7f", "\\u007f")
