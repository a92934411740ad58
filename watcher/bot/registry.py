"""The commands, in the order of the help. To add one: its file, and its line here."""

from __future__ import annotations

from types import MappingProxyType

from watcher.bot.help import HELP
from watcher.bot.start import START
from watcher.bot.unwatch import UNWATCH
from watcher.bot.watch import WATCH
from watcher.bot.watches import WATCHES

VERBS = MappingProxyType({verb.name: verb for verb in (START, WATCH, UNWATCH, WATCHES, HELP)})
