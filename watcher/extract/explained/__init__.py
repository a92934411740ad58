"""Why a page was read as it was: for a person who wants to correct it. Changes nothing in the reading."""

from watcher.extract.explained.explain import explain
from watcher.extract.explained.explanation import Explanation, Pattern, Reason

__all__ = ["Explanation", "Pattern", "Reason", "explain"]
