"""The app's home: what somebody watches alone, and what the last button there had to say."""

from __future__ import annotations

from notifiers.slack.payload import Json
from watcher.bot.answer import key, say
from watcher.bot.reply import Reply
from watcher.bot.slack import blocks
from watcher.bot.slack.answering import Answers
from watcher.bot.slack.telling import Speaker, Telling

LIST = "/watches"
_ALWAYS = say(
    "",
    keys=(key("Watch for words", "/watch"), key("Settings", "/settings"), key("Help", "/help")),
)


class Home:
    """Shows the homes of people."""

    def __init__(self, telling: Telling, answers: Answers) -> None:
        self._telling = telling
        self._answers = answers

    async def show(self, who: Speaker, command: str = LIST) -> Reply | None:
        """Do what a button of it says, and show what comes of that; return the reply."""
        reply = await self._telling.tell(who, command, pressed=True)
        shown = blocks.blocks(reply) if reply and not reply.asks else []
        if command != LIST:
            mine = await self._telling.tell(who, LIST, pressed=True)
            shown += [{"type": "divider"}, *_named("list", blocks.blocks(mine) if mine else [])]
        rest = _named("always", blocks.keys(_ALWAYS.spoken(self._telling.speech(who.origin)).buttons))
        await self._answers.home(who.user, [*shown, {"type": "divider"}, *rest])
        return reply


def _named(name: str, shown: list[Json]) -> list[Json]:
    """Give the buttons another name: no two blocks of a view may have the same."""
    found = (block for block in shown if isinstance(block, dict))
    return [{**block, "block_id": name} if "block_id" in block else block for block in found]
