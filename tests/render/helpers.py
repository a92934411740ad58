"""What several of these tests need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from notifiers.port import Part
from notifiers.registry import load
from watcher.models import Event
from watcher.view import AlertView, EditedView, PieceView
from watcher.view.samples import samples

ARTICLE = samples(Event.ALERT)[0].articles[0]  # type: ignore[union-attr]


def parts_of(kind: str) -> Mapping[str, Part]:
    """Return the parts that a registered kind of channel wants."""
    return load(kind).parts


def everything(text: str) -> AlertView:
    """Return an alert that says `text` wherever outside text can stand."""
    watch = replace(ARTICLE.watches[0], label=text, query=text)
    article = replace(
        ARTICLE,
        title=text,
        title_pieces=(PieceView("matched", text),),
        summary=text,
        summary_pieces=(PieceView("matched", text),),
        authors=(text,),
        labels=(text,),
        source=text,
        watches=(watch,),
    )
    return AlertView(articles=(article,), count=1, more=0, maybe_dup=False)


def everything_edited(text: str) -> EditedView:
    """Return a changed headline that says `text` wherever outside text can stand."""
    (article,) = everything(text).articles
    way = (PieceView("same", text), PieceView("removed", text), PieceView("added", text))
    return EditedView(article=replace(article, before=text, changes=way), maybe_dup=False)
