"""What is said to a timezone that there is not."""

from __future__ import annotations

from watcher.bot.answer import Answer, key, say
from watcher.bot.times import NoZone


def no_zone(error: NoZone, command: str) -> Answer:
    """Offer the likeliest zone; `command` with its name is behind Yes."""
    if not error.near:
        return say('I do not know the timezone "{word}". Write a city, such as `Asia/Seoul`', word=str(error))
    return say(
        'I do not know the timezone "{word}". Did you mean {near}?',
        word=str(error),
        near=error.near,
        keys=(key("Yes", f"{command} {error.near}".strip()),),
    )
