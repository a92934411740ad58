"""Telegram's limits, enforced without any grace: what is one too many in any span is refused."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from time import monotonic

from notifiers.telegram.pace import OF_A_BOT, OF_A_CHAT, OF_A_GROUP
from watcher.demo.receivers.faults import Fault, Request


class Enforced:
    """Decides for a `FaultPlan`. `times` makes all spans that much shorter."""

    def __init__(self, times: float = 1.0, clock: Callable[[], float] = monotonic) -> None:
        self.refused: Counter[str] = Counter()
        self.taken: list[tuple[float, str]] = []
        self._times = times
        self._clock = clock
        self._lately: defaultdict[str, deque[float]] = defaultdict(deque)

    def decide(self, request: Request) -> Fault:
        now = self._clock()
        spans = [("bot", OF_A_BOT, 1.0), (f"chat {request.to}", OF_A_CHAT, 1.0)]
        if request.to.startswith("-"):
            spans.append((f"group {request.to}", OF_A_GROUP, 60.0))
        if any(self._is_full(key, most, seconds / self._times, now) for key, most, seconds in spans):
            self.refused[request.to] += 1
            return Fault.TOO_MANY
        for key, _, _ in spans:
            self._lately[key].append(now)
        self.taken.append((now, request.to))
        return Fault.NONE

    def _is_full(self, key: str, most: int, seconds: float, now: float) -> bool:
        lately = self._lately[key]
        while lately and now - lately[0] >= seconds:
            lately.popleft()
        return len(lately) >= most
