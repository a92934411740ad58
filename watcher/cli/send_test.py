"""`watcher send-test`."""

from __future__ import annotations

import asyncio
import os
import uuid
from datetime import UTC, datetime
from typing import Annotated

import typer

from notifiers.port import Message, Receipt, Unknown
from notifiers.registry import load as load_channel
from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.config.destinations import Destination
from watcher.config.loading import load
from watcher.config.settings import Settings
from watcher.config.suggest import did_you_mean, listed
from watcher.models import Event
from watcher.render import Renderer
from watcher.view import AlertView, ArticleView, WatchView
from watcher.view.build import moment


def send_test(
    destination: Annotated[str, typer.Argument(help="Its name in the configuration.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Send a sample alert to a destination."""
    settings = load(config, os.environ)
    known = [block.name for block in settings.destinations]
    if destination not in known:
        hint = did_you_mean(destination, known) or f"; known: {listed(known)}"
        raise typer.BadParameter(f'there is no destination "{destination}"{hint}')
    receipt = asyncio.run(_send(settings, settings.destination(destination)))
    say(f"sent to {destination}" + (f", which calls it {receipt.id}" if receipt.id else ""))


async def _send(settings: Settings, destination: Destination) -> Receipt:
    notifier = load_channel(destination.kind)(destination.channel)
    folders = [settings.templates.folder] if settings.templates.folder else []
    sample = _sample(settings, destination)
    parts = Renderer(folders).render(Event.ALERT, notifier.kind, notifier.parts, sample)
    message = Message(key=f"test:{uuid.uuid4()}", parts=parts, links=(("Open", sample.articles[0].url),))
    try:
        async with asyncio.timeout(settings.delivery.send_timeout.total_seconds()):
            return await notifier.send(destination.channel.address, message)
    except TimeoutError:
        raise Unknown(f"{destination.name} did not answer in time: it may have arrived, or not") from None
    finally:
        await notifier.close()


def _sample(settings: Settings, destination: Destination) -> AlertView:
    now = datetime.now(UTC).astimezone(settings.zone_of(destination))
    article = ArticleView(
        title="A test: this is what an alert looks like here",
        url="https://example.org/a-test",
        summary="No article was published. Somebody wanted to know whether alerts arrive, and they do.",
        authors=("watcher send-test",),
        published=str(moment(now, settings.zone_of(destination))),
        published_at=now,
        labels=("Test",),
        source="send-test",
        watches=(WatchView(id=0, query="test", label="test"),),
    )
    return AlertView(articles=(article,), count=1, more=0, maybe_dup=False)
