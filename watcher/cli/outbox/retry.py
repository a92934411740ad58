"""`watcher outbox retry`."""

from __future__ import annotations

from watcher.cli.change import change
from watcher.cli.outbox.chosen import AllDeadOption, DestinationOption, IdsArgument, chosen
from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.plural import plural
from watcher.models import State
from watcher.service.requests import Request


def retry(
    ids: IdsArgument = None,
    destination: DestinationOption = None,
    config: ConfigOption = CONFIG,
    *,
    all_dead: AllDeadOption = False,
) -> None:
    """Send again what was given up, each at its old place in the queue; a running service does it at once."""
    settings = load_or_example(config)
    dead = chosen(settings, ids, (State.DEAD,), all_dead=all_dead, destination=destination)
    if not dead:
        say("Nothing was given up.")
    elif change(settings, Request(revive=tuple(one.id for one in dead))):
        say(f"Queued again: {plural(len(dead), 'delivery')}")
    else:
        say("The service is busy: it queues them again as soon as it can.")
