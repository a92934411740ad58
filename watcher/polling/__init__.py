"""From a due source to one atomic write: read, doubt, excuse, and what keeps alerts of a poll back."""
