"""What is new on a listing, what was edited, and what only looks different."""

from watcher.diff.changes import Changes, diff

__all__ = ["Changes", "diff"]
