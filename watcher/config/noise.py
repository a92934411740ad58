"""Less noise: `[noise]`."""

from __future__ import annotations

from typing import Literal

from watcher.config.fields import Field, Table

Where = Literal["off", "source", "all"]


class NoiseRules(Table):
    """How many messages alerts are."""

    same_story: Where = "off"
    """What tells a story again within two days goes with the first message, or waits for the digest where
    that has left: `source` if its own source told it, `all` if any did; `off` lets all come at once."""
    repeats: Literal["hold", "answer"] = "hold"
    """What becomes of one whose first message has left: `hold` keeps it for the digest, `answer` sends it at
    once behind that message: in its thread, without a sound where the channel can."""
    burst: int = Field(default=5, gt=0)
    """Alerts of one poll that come each by itself at a destination; where there are more, all of them come as
    one message."""
