"""The port of every channel: what goes in, what comes out, and what can go wrong.

::

    DeliveryError             base; `str()` never holds a secret
    ├── Refused               not taken now: send again, not before `retry_after` seconds
    ├── Rejected              not taken, and never will be; `gone` when the destination itself is closed to us
    ├── Moved                 the destination has a new address: rewrite it and send again
    └── Unknown               no answer: it may have been delivered

An error carries its own policy: the caller never guesses from a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A rendered message, ready to send."""

    key: str
    """The same for every attempt of one delivery, so that a provider that keeps it can be asked."""
    parts: Mapping[str, str]
    """Rendered text by part name (the notifier's `parts`), escaped for where it goes, within limits."""
    links: tuple[tuple[str, str], ...] = ()
    """(label, http address) pairs to offer as buttons, where the channel has any."""
    commands: tuple[tuple[str, str], ...] = ()
    """(label, command) pairs to offer as buttons, where a bot of ours listens."""
    maybe_dup: bool = False
    """An earlier attempt had no known outcome, so this may be a repeat."""
    series: str = ""
    """Messages of one series to one recipient stand together where the channel can show it; empty: none."""
    follows: str = ""
    """The receipt of an earlier message that this goes on from, in a thread say; empty: none."""
    unsubscribe: str = ""
    """An address that ends all messages to this recipient by one POST (RFC 8058); empty: there is none."""
    seal: str = ""
    """Made from the key, and a secret: an id that is made from it too cannot be guessed; empty: it may be."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider's own id of what it took, as text; empty where it gives none."""

    id: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One rendered part of a message: its markup and its limit.

    `markup` names the escaping: `text` (none), `html`, `mrkdwn` (Slack's), or `json` (a whole document).
    `measure` gives the length of a rendered part in the unit of `limit`.
    """

    markup: str
    limit: int
    measure: Measure = field(default=len)
    complete: bool = True
    """Holds every article of the message; False for a heading or small print, which may leave some out."""


class Measure(Protocol):
    """Length of a rendered text in a provider's own unit."""

    def __call__(self, text: str, /) -> int:
        """Measure `text`."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` sends in any span of `seconds`; all that name the same `key` are counted together."""

    key: str
    """Holds no secret: it is kept."""
    most: int | None = None
    """None counts nothing: such a one can only be closed for a while."""
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a provider takes messages to one address."""

    own: tuple[Rate, ...] = ()
    """Of the address alone, or of the few that share it, such as the topics of a chat."""
    account: Rate | None = None
    """Of the account that sends, over all addresses."""

    @property
    def rates(self) -> tuple[Rate, ...]:
        """All of them."""
        return (*self.own, self.account) if self.account else self.own


FREE = Limits()
"""As fast as one likes."""


@runtime_checkable
class Notifier(Protocol):
    """One account at one provider.

    Sends what it is given; keeps no queue, never retries, never sleeps: the outbox does.
    """

    kind: str
    """Registry name, also the name of its template folder."""
    parts: Mapping[str, Part]
    """What it wants rendered, by part name."""

    def limits(self, to: str) -> Limits:
        """Return how fast the provider takes messages to an address; who asks keeps to it."""
        ...

    async def send(self, to: str, message: Message) -> Receipt:
        """Send to an address of this provider. Raises a `DeliveryError`, nothing else."""
        ...

    async def find(self, to: str, key: str) -> Receipt | None:
        """Look for an earlier send under `key`; None where there is none or the provider cannot tell."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


@runtime_checkable
class Editor(Protocol):
    """A notifier that can change what it sent."""

    async def edit(self, to: str, receipt: str, message: Message) -> Receipt:
        """Put a message in the place of an earlier one, without telling anybody; the same again is no harm.

        Raises a `DeliveryError`: `Rejected` where the earlier one is gone or too old.
        """
        ...


class DeliveryError(Exception):
    """Base of what can go wrong with one send."""


class Refused(DeliveryError):
    """Not taken now. `retry_after` is the provider's wish in seconds, None to leave it to backoff.

    `account` says that nothing else of this account would be taken either: not the address is the reason.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, account: bool = False) -> None:
        self.retry_after = retry_after
        self.account = account
        super().__init__(message)


class Rejected(DeliveryError):
    """Never will be taken. `gone` says that the destination, not this message, is the reason."""

    def __init__(self, message: str, *, gone: bool = False) -> None:
        self.gone = gone
        super().__init__(message)


class Moved(DeliveryError):
    """The address `old` has become `to`, and with it all that begin with `old` and a colon (its topics)."""

    def __init__(self, to: str, *, old: str) -> None:
        self.to = to
        self.old = old
        super().__init__(f"{old} has moved to {to}")


class Unknown(DeliveryError):
    """The answer was lost: the message may or may not have been delivered."""
