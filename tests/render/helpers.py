"""What several of these tests need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from notifiers.port import Part
from notifiers.registry import load
from watcher.models import Event
from watcher.view import AlertView
from watcher.view.samples import samples

ARTICLE = samples(Event.ALERT)[0].articles[0]  # type: ignore[union-attr]


def parts_of(kind: str) -> Mapping[str, Part]:
    """Return the parts that a registered kind of channel wants."""
    return load(kind).parts


def everything(text: str) -> AlertView:
    """Return an alert that says `text` wherever outside text can stand."""
    watch = replace(ARTICLE.watches[0], label=text, query=text)
    article = replace(
        ARTICLE, title=text, summary=text, authors=(text,), labels=(text,), source=text, watches=(watch,)
    )
    return AlertView(articles=(article,), count=1, more=0, maybe_dup=False)
