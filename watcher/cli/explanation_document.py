"""What `preview --json --explain` prints under `explain`. Its keys are a promise, as those around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from watcher.cli.feed_offer import Offer
from watcher.cli.select_block import block
from watcher.extract.explained import Explanation, Pattern


def explanation_document(explanation: Explanation, offers: Sequence[Offer]) -> dict[str, object]:
    """Return an explanation as JSON values."""
    return {
        "kind": explanation.kind.value,
        "why": explanation.why,
        "how": explanation.how,
        "patterns": [_pattern(pattern) for pattern in explanation.patterns],
        "feeds": [asdict(offer) | {"good": offer.good} for offer in offers],
    }


def _pattern(pattern: Pattern) -> dict[str, object]:
    return {
        "pattern": pattern.pattern,
        "score": pattern.score,
        "reasons": [asdict(reason) for reason in pattern.reasons],
        "count": len(pattern.items),
        "titles": [item.title for item in pattern.items],
        "select": "\n".join(block(pattern.select)) + "\n" if pattern.select else None,
        "exact": pattern.exact,
    }
