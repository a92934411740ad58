"""Whether a "Too Many Requests" means one chat or the whole bot: Telegram uses the same words for both."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from notifiers.port import DeliveryError, Refused
from notifiers.telegram.post import ChatId


class Floods:
    """Remembers the last one: where a second chat gets another before it is over, the bot is meant."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._chat: ChatId | None = None
        self._until = 0.0

    def told(self, chat: ChatId, error: DeliveryError) -> DeliveryError:
        """Return the error as it is, or as one of the whole account."""
        if not isinstance(error, Refused) or error.retry_after is None:
            return error
        now = self._clock()
        another = self._chat is not None and chat != self._chat and now < self._until
        self._chat, self._until = chat, now + error.retry_after
        return Refused(str(error), retry_after=error.retry_after, account=True) if another else error
