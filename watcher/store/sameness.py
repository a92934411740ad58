"""What is the same to a store, which reads no query: watches that ask the same, chats that merge. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from watcher.models import Chat, Preferences, Watch

OPERATORS = frozenset({"AND", "NOT", "OR"})
"""Words of a query that mean something else in lower case."""


def same_question(watch: Watch) -> str:
    """Return a text that is equal for watches that ask the same of the same sources."""
    language = (f"in {watch.language}",) if watch.language else ()
    return "\n".join((same_query(watch.query), *sorted(watch.sources), *language))


def same_query(query: str) -> str:
    """Fold what cannot change a query's meaning: white space, letter case, compatibility characters."""
    words = unicodedata.normalize("NFKC", query).split()
    return " ".join(word if word in OPERATORS else word.casefold() for word in words)


def merged(old: Chat, new: Chat) -> Chat:
    """Return a chat that another one has moved to: what it chose itself stands."""
    return replace(new, preferences=old.preferences) if new.preferences == Preferences() else new
