"""A page from a local file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from watcher.errors import FetchError, TooLarge
from watcher.models import Page

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".json": "application/json",
}


def read_file(path: Path, max_bytes: int) -> Page:
    """Read a file as a page: no address, the type that its suffix says, fetched when it was written.

    Raises `TooLarge` past `max_bytes`, `FetchError` where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
        written = path.stat().st_mtime
    except FileNotFoundError:
        raise FetchError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise FetchError(f"{path}: a folder, not a file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FetchError(f"{path}: cannot be read ({reason.lower()})") from error
    if len(body) > max_bytes:
        raise TooLarge(f"{path}: larger than {max_bytes:,} bytes")
    return Page(
        url="",
        body=body,
        content_type=_TYPES.get(path.suffix.lower(), ""),
        fetched_at=datetime.fromtimestamp(written, UTC),
    )
