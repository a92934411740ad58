"""The one command of Slack, to the bot's commands and back. Pure.

A query that is spelled like a subcommand stands in quotes: `/watch "list"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from types import MappingProxyType

from watcher.bot.registry import VERBS
from watcher.bot.reply import Span, Style

COMMAND = "/watch"
SUBCOMMANDS = {
    "add": "watch",
    "change": "change",
    "digest": "digest",
    "help": "help",
    "list": "watches",
    "mute": "mute",
    "pause": "pause",
    "recent": "recent",
    "remove": "unwatch",
    "resume": "resume",
    "settings": "settings",
    "status": "status",
    "when": "when",
    "why": "why",
    "whynot": "whynot",
}
"""What stands behind `/watch` → the bot's own command."""
_ALONE = {
    "list": re.compile(r"#?\d*"),
    "pause": re.compile(""),
    "resume": re.compile(""),
    "settings": re.compile(r"|(timezone|quiet|language)\b.*"),
    "status": re.compile(""),
    "help": re.compile(r"/?\w*"),
}
"""What may follow these; with anything else behind it the word begins a query (`status quo`)."""
SPOKEN = MappingProxyType(
    {name: verb for name, verb in VERBS.items() if name in SUBCOMMANDS.values() or not verb.menu}
)
"""The bot's commands that there are in Slack."""
_OWN = {verb: sub for sub, verb in SUBCOMMANDS.items()}
_MENTIONED = re.compile(rf"(?<![\w/<]){'/'}({'|'.join(sorted(_OWN, key=len, reverse=True))})\b")


def to_command(typed: str) -> str:
    """Return the bot's own command for what was typed behind `/watch`."""
    first, _, rest = " ".join(typed.split()).partition(" ")
    verb = SUBCOMMANDS.get(first.casefold())
    fitting = _ALONE.get(first.casefold())
    if verb is None or (fitting and not fitting.fullmatch(rest.casefold())):
        return f"/watch {' '.join(typed.split())}".strip()
    if verb == "help" and rest:
        rest = SUBCOMMANDS.get(rest.removeprefix("/").casefold(), rest)
    return f"/{verb} {rest}".strip()


def in_slack(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans with the bot's own commands in them as one types them in Slack."""
    # Joined first: a command may be made of a slash of ours and a name.
    for (style, url), alike in groupby(spans, key=lambda span: (span.style, span.url)):
        words = "".join(span.text for span in alike)
        ours = style in (Style.PLAIN, Style.CODE) or _MENTIONED.fullmatch(words)
        yield Span(_MENTIONED.sub(_typed, words) if ours else words, style, url)


def _typed(found: re.Match[str]) -> str:
    verb = found[1]
    return COMMAND if verb == "watch" else f"{COMMAND} {_OWN[verb]}"
