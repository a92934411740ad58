"""Every error that `watcher` raises on purpose.

::

    WatcherError                  one line a person can act on
    ├── ConfigError               the configuration has mistakes: all of them, each with its path
    ├── FetchError                a source could not be fetched; says whether and when to try again
    │   ├── AddressRefused        the address is private, malformed or not http(s)
    │   └── TooLarge              the body went over the size cap
    ├── ReadError                 bytes came, but no listing could be read from them
    │   └── Doubted               a page breaks what its source usually yields
    ├── QueryError                a watch's query is wrong at a known position
    ├── TemplateError             a template does not compile or does not render
    ├── SubscribeError            what a subscriber asked for cannot be done, in words for them
    │   ├── LinkError             a link is forged, broken, for something else, or over
    │   └── TooManyAsked          a limit against floods
    └── StoreError                the store cannot be opened, read or written
        └── StoreInUse            another process owns it

What goes wrong on the way to a provider is `notifiers.port.DeliveryError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from unicodedata import combining, east_asian_width

from watcher.models import Doubt, Page
from watcher.wording.text import Text


class WatcherError(Exception):
    """Base of all of them; `str()` is one line for a person."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a configuration: `path` is dotted (`sources.0.interval`), `found` never a secret."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class ConfigError(WatcherError):
    """The configuration cannot be used. `mistakes` lists everything that is wrong, in file order."""

    def __init__(self, file: str, mistakes: tuple[Mistake, ...]) -> None:
        self.file = file
        self.mistakes = mistakes
        noun = "mistake" if len(mistakes) == 1 else "mistakes"
        super().__init__("\n".join([f"{file}: {len(mistakes)} {noun}", *(f"  {m}" for m in mistakes)]))


_PASSING = frozenset((HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS))
_GONE = frozenset((HTTPStatus.NOT_FOUND, HTTPStatus.GONE))


class FetchError(WatcherError):
    """A source could not be fetched.

    `status` is the HTTP status of an answer that was no page, None where there was no answer;
    `retry_after` the server's own wish in seconds, if it had one.
    """

    def __init__(self, message: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__(message)

    @property
    def transient(self) -> bool:
        """Whether the same request may well succeed in seconds or minutes; a source is polled on even so."""
        return (
            self.status is None or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR or self.status in _PASSING
        )

    @property
    def gone(self) -> bool:
        """Whether the host says that there is no such page, so that a person must look at the address."""
        return self.status in _GONE


class AddressRefused(FetchError):
    """The address is not one that may be fetched."""

    @property
    def transient(self) -> bool:
        """Whether asking again helps: never."""
        return False


class TooLarge(FetchError):
    """The decoded body went over the size cap."""

    @property
    def transient(self) -> bool:
        """Whether asking again helps: not before the page is another one."""
        return False


class ReadError(WatcherError):
    """Bytes came, but they are no listing that can be read. The seen state must stay as it was."""


class Doubted(ReadError):
    """What was read, or was not, breaks what the source usually yields: `page` is not believed."""

    def __init__(self, doubt: Doubt, page: Page) -> None:
        self.doubt = doubt
        self.page = page
        super().__init__(doubt.reason)


class QueryError(WatcherError):
    """A query is wrong. `position` is the offset in `query` (characters) where; `hint` says what to write.

    Both are in no language yet; what is to be typed is a value of the hint. `str()` is English.
    """

    def __init__(self, message: Text, *, query: str, position: int, hint: Text) -> None:
        self.message = message
        self.query = query
        self.position = position
        self.hint = hint
        super().__init__(f"{message} {hint}".strip())

    def caret(self, around: int | None = None) -> str:
        """Return the query, or `around` characters on each side, and a caret under the mistake: two lines."""
        start = 0 if around is None else max(self.position - around, 0)
        dots = "…" if start else ""
        end = None if around is None else self.position + around
        before, behind = (
            "".join(char if char.isprintable() else " " for char in part)
            for part in (self.query[start : self.position], self.query[self.position : end])
        )
        return f"{dots}{before}{behind}\n{' ' * (len(dots) + _columns(before))}^"


def _columns(text: str) -> int:
    """Return how wide a text is where all letters are of one width: two for a letter of East Asia."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


class TemplateError(WatcherError):
    """A template is wrong; the message names its file and line."""


class SubscribeError(WatcherError):
    """What a subscriber asked for cannot be done; `message` is for them, in no language yet."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(str(message))


class LinkError(SubscribeError):
    """A link is not ours, is for something else, or has expired."""

    def __init__(self, message: Text, *, expired: bool = False) -> None:
        self.expired = expired
        super().__init__(message)


class TooManyAsked(SubscribeError):
    """It was asked too often."""


class StoreError(WatcherError):
    """The store cannot be opened, read or written; nothing that was committed is lost."""


class StoreInUse(StoreError):
    """Another process owns the store; it may still be read."""
