"""Less noise: `[noise]`."""

from __future__ import annotations

from watcher.config.fields import Field, Table


class NoiseRules(Table):
    """How many messages alerts are."""

    burst: int = Field(default=5, gt=0)
    """Alerts of one poll that come each by itself at a destination; where there are more, all of them come as
    one message."""
