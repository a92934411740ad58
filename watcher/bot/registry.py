"""The commands, in the order of the help. To add one: its file, and its line here."""

from __future__ import annotations

from types import MappingProxyType

from watcher.bot.alert import ALERT
from watcher.bot.cancel import CANCEL
from watcher.bot.change import CHANGE
from watcher.bot.digest import DIGEST
from watcher.bot.help import HELP
from watcher.bot.mute import MUTE
from watcher.bot.pause import PAUSE, RESUME
from watcher.bot.recent import RECENT
from watcher.bot.settings import SETTINGS
from watcher.bot.share import SHARE
from watcher.bot.start import START
from watcher.bot.status import STATUS
from watcher.bot.unwatch import UNWATCH
from watcher.bot.watch import WATCH
from watcher.bot.watches import WATCHES
from watcher.bot.when import WHEN
from watcher.bot.why import WHY, WHYNOT

VERBS = MappingProxyType(
    {
        verb.name: verb
        for verb in (
            START,
            WATCH,
            UNWATCH,
            WATCHES,
            CHANGE,
            WHEN,
            RECENT,
            WHY,
            WHYNOT,
            DIGEST,
            MUTE,
            PAUSE,
            RESUME,
            SETTINGS,
            SHARE,
            STATUS,
            HELP,
            CANCEL,
            ALERT,
        )
    }
)
