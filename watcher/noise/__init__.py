"""Less noise, nothing lost: what a poll's alerts become before they are queued.

In this order: what tells a story again goes with the first that tells it, or waits; what is beyond a day's
quota waits; what is left of a burst becomes one message. Pure: a store calls `quieten` inside the write
that queues the alerts, with what it has read there, so that a kill or a poll beside cannot make it wrong.
"""

from watcher.noise.parts import parted
from watcher.noise.quieten import Quieted, Standing, quieten

__all__ = ["Quieted", "Standing", "parted", "quieten"]
