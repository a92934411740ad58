"""One poll's alerts, quietened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from watcher.models import Calm, Delivery, Quiet
from watcher.noise import bursts, stories
from watcher.noise.quotas import Quotas

_CALM = Calm()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a store knows of the matter, read in the unit of work that queues the alerts."""

    firsts: Mapping[str, Delivery] = field(default_factory=dict)
    """Those of `Quiet.firsts` that there are, by id."""
    spent: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """What of `Quiet.quotas` was used on their day, by key; 0 where it is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quieted:
    """What to write."""

    rows: tuple[Delivery, ...]
    """To queue, in this order; those that became part of another are settled."""
    firsts: tuple[Delivery, ...]
    """Of the standing ones, those that tell of more articles now."""
    spent: Mapping[tuple[str, str], int]
    """What is used now, of the quotas that were used."""


def quieten(alerts: Sequence[Delivery], quiet: Quiet, standing: Standing) -> Quieted:
    """Return what fresh alerts become. What `quiet` does not name stays as it is."""
    quotas = Quotas(standing.spent)
    firsts = dict(standing.firsts)
    rows: dict[str, Delivery] = {}
    for alert in alerts:
        calm = quiet.calms.get(alert.id, _CALM)
        first = stories.told_first(calm, rows, firsts)
        if first is None:
            rows[alert.id] = quotas.ration(alert, calm)
        elif stories.has_room(first.delivery):
            shelf = rows if first.delivery.id in rows else firsts
            shelf[first.delivery.id] = stories.joined(first, alert)
            rows[alert.id] = stories.part_of(first, alert)
        elif calm.answers and stories.can_be_answered(first.delivery):
            rows[alert.id] = quotas.ration(stories.answering(first, alert), calm)
        else:
            rows[alert.id] = stories.held_back(first, alert)
    changed = tuple(first for key, first in firsts.items() if first is not standing.firsts[key])
    return Quieted(rows=bursts.grouped(rows.values(), quiet.bursts), firsts=changed, spent=quotas.used)
