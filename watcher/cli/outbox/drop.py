"""`watcher outbox drop`."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.change import change
from watcher.cli.outbox.chosen import AllDeadOption, DestinationOption, IdsArgument, chosen
from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.plural import plural
from watcher.models import State
from watcher.service.requests import Request

_CAN_BE = (State.HELD, State.PENDING, State.DEAD)


def drop(
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with each, and written to the log.")],
    ids: IdsArgument = None,
    destination: DestinationOption = None,
    config: ConfigOption = CONFIG,
    *,
    all_dead: AllDeadOption = False,
) -> None:
    """Do not send what waits, is held or was given up: it stays listed as dropped, with the reason."""
    settings = load_or_example(config)
    unwanted = chosen(settings, ids, _CAN_BE, all_dead=all_dead, destination=destination)
    if not reason.strip():
        raise typer.BadParameter("--reason is empty: say why, for whoever looks for them later")
    request = Request(drop=tuple(one.id for one in unwanted), reason=f"dropped by hand: {reason.strip()}")
    if not unwanted:
        say("Nothing was given up.")
    elif change(settings, request):
        say(f"Dropped: {plural(len(unwanted), 'delivery')}")
    else:
        say("The service is busy: it drops them as soon as it can.")
