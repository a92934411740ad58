"""The loopback world of the demo: a site, a Slack, a Telegram, a mail server; and its configuration."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from watcher.config.loading import load
from watcher.config.settings import Settings
from watcher.demo.articles import STORIES
from watcher.demo.receivers.slack import SlackReceiver
from watcher.demo.receivers.smtp import SmtpReceiver
from watcher.demo.receivers.telegram import TelegramReceiver
from watcher.demo.site import Site

CONFIG = """\
# The configuration that the demo ran on. Addresses on loopback aside, yours looks the same.

[[sources]]
id = "gazette"
name = "The Strait Gazette"
url = "{site}"
interval = "700ms"
jitter = "0s"

[[destinations]]
name = "console"
kind = "console"
path = "{folder}/console.txt"

[[destinations]]
name = "slack"
kind = "slack"
token = "env:SLACK_TOKEN"
channel = "C0FOREIGN"
base_url = "{slack}"

[[destinations]]
name = "dana"
kind = "email"
host = "127.0.0.1"
port = {smtp}
security = "none"
sender = "The watcher <alerts@watcher.example>"
to = "dana@example.org"
digest = "08:00"

[[watches]]
query = '(sanctions OR "cargo ship") -football'
to = ["slack", "console"]

[[watches]]
name = "Everything about sanctions"
query = "sanctions"
to = ["dana"]

[[watches]]
name = "Bridges and borders"
query = "bridge OR border OR port"
to = ["dana"]

[bot.telegram]
token = "env:TELEGRAM_TOKEN"
base_url = "{telegram}"

[store]
path = "{folder}/state/watcher.db"

[http]
allow_private = true
per_host_delay = "0s"

[web]
listen = "127.0.0.1:0"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything that is not the application."""

    site: Site
    slack: SlackReceiver
    telegram: TelegramReceiver
    mail: SmtpReceiver
    settings: Settings


@asynccontextmanager
async def staged(folder: Path, today: date) -> AsyncIterator[Stage]:
    """Start it all on free loopback ports and write the configuration into `folder`."""
    site = Site(STORIES, layout="cards", today=today)
    slack, telegram, mail = SlackReceiver(), TelegramReceiver(), SmtpReceiver()
    async with AsyncExitStack() as closing:
        for server in (site, slack, telegram, mail):
            await server.start()
            closing.push_async_callback(server.stop)
        yield Stage(
            site=site,
            slack=slack,
            telegram=telegram,
            mail=mail,
            settings=_configured(folder, site, slack, telegram, mail),
        )


def _configured(
    folder: Path, site: Site, slack: SlackReceiver, telegram: TelegramReceiver, mail: SmtpReceiver
) -> Settings:
    config = folder / "config.toml"
    text = CONFIG.format(
        folder=folder.resolve().as_posix(),
        site=site.url,
        slack=slack.base_url,
        telegram=telegram.url,
        smtp=mail.port,
    )
    config.write_text(text, encoding="utf-8")
    return load(config, {"SLACK_TOKEN": slack.token, "TELEGRAM_TOKEN": telegram.token})
