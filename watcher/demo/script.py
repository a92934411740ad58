"""What the world does while the demo runs: it publishes, corrects, redesigns its page, asks, and is busy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from watcher.demo.articles import COMING, Story
from watcher.demo.receivers.faults import Fault
from watcher.demo.stage import Stage
from watcher.demo.tell import Teller

DANA = 4711
"""A chat."""
PACE = 1.5
"""Seconds between two events."""


Event = Callable[[Stage, Teller], Awaitable[None]]


def publishes(story: Story) -> Event:
    """Return the event of a story appearing on the page."""

    async def event(stage: Stage, teller: Teller) -> None:
        stage.site.publish(story)
        teller.say("site", f"publishes “{story.title}”")

    return event


def corrects(story: Story, title: str) -> Event:
    """Return the event of a published headline being corrected."""

    async def event(stage: Stage, teller: Teller) -> None:
        stage.site.correct(story, title)
        teller.say("site", f"corrects a headline: “{title}”")

    return event


def types(text: str) -> Event:
    """Return the event of somebody typing to the bot."""

    async def event(stage: Stage, teller: Teller) -> None:
        teller.say("Telegram", f"Dana types {text}")
        await stage.telegram.push_text(DANA, text)

    return event


async def is_redesigned(stage: Stage, teller: Teller) -> None:
    """The cards become a table."""
    stage.site.layout = "table"
    teller.say("site", "is redesigned: cards become a table. Same articles, so no alert")


async def slack_is_busy(stage: Stage, teller: Teller) -> None:
    """Slack refuses the next message."""
    stage.slack.plan.script.append(Fault.TOO_MANY)
    stage.slack.plan.retry_after = 1
    teller.say("Slack", "is busy: it will answer “429, retry after 1 s” to the next message")


EVENTS: tuple[Event, ...] = (
    types("/watch sanctions"),
    *(publishes(story) for story in COMING[:3]),
    corrects(COMING[0], "Council widens sanctions on tanker insurers"),
    is_redesigned,
    publishes(COMING[3]),
    types('/watch "world cup'),
    *(publishes(story) for story in COMING[4:-1]),
    slack_is_busy,
    publishes(COMING[-1]),
)
DIGEST_AT = PACE * (len(EVENTS) - 3)
"""Seconds into the script when the clock strikes eight."""


async def play(stage: Stage, teller: Teller) -> None:
    """Play it once, in about `12 * PACE` seconds."""
    for event in EVENTS:
        await event(stage, teller)
        await asyncio.sleep(PACE)
    await asyncio.sleep(PACE)
