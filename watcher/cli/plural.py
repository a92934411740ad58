"""Numbers of things in words."""

from __future__ import annotations


def plural(count: int, noun: str) -> str:
    """Return `1 match`, `2 matches`, `2 deliveries`."""
    if count == 1:
        return f"1 {noun}"
    if noun.endswith("y"):
        return f"{count} {noun[:-1]}ies"
    return f"{count} {noun}{'es' if noun.endswith(('ch', 's', 'x')) else 's'}"
