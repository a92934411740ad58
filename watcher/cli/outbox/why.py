"""Why a delivery is where it is, in one line for a person. Pure."""

from __future__ import annotations

from watcher.models import Delivery, State
from watcher.wording.stored import restored


def why(delivery: Delivery) -> str:
    """Return it; empty where there is nothing to say, as of one that waits for its first attempt."""
    reason = str(restored(delivery.reason))
    match delivery.state:
        case State.HELD:
            return reason or "waits for its destination's digest"
        case State.PENDING if delivery.error:
            again = f"; again at {delivery.not_before:%Y-%m-%d %H:%M:%S} UTC" if delivery.not_before else ""
            return f"put back after {delivery.attempts} attempts: {delivery.error}{again}"
        case State.DIGESTED:
            return reason or "became part of a digest"
        case State.DEAD | State.DROPPED:
            return delivery.error
    return reason
