"""Queries: what a watch means, and which watches an article meets.

`parse` reads a query, `matches` answers for one, `Matcher` for a million, `explain` says why.
"""

from watcher.errors import QueryError
from watcher.rules.evaluate import matches
from watcher.rules.explain import Explanation, Mark, explain
from watcher.rules.index import Matcher
from watcher.rules.matchers import Matchers
from watcher.rules.parser import parse
from watcher.rules.query import CHAT_LIMITS, Field, Limits, Query
from watcher.rules.stem import DEFAULT_LANGUAGE, LANGUAGES
from watcher.rules.synonyms import Synonyms, read_groups

__all__ = [
    "CHAT_LIMITS",
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Explanation",
    "Field",
    "Limits",
    "Mark",
    "Matcher",
    "Matchers",
    "Query",
    "QueryError",
    "Synonyms",
    "explain",
    "matches",
    "parse",
    "read_groups",
]
