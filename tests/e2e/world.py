"""The application as a process, in a loopback world that can be told what to do wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from watcher.demo.articles import STORIES, Story
from watcher.demo.receivers.slack import SlackReceiver
from watcher.demo.receivers.smtp import SmtpReceiver
from watcher.demo.receivers.telegram import TelegramReceiver
from watcher.demo.site import Site

ROOT = Path(__file__).parents[2]
CHAT = 4711

CONFIG = """
[[sources]]
id = "gazette"
name = "The Strait Gazette"
url = "{site}"
interval = "200ms"
jitter = "0s"

[[destinations]]
name = "slack"
kind = "slack"
token = "env:SLACK_TOKEN"
channel = "C0TEST"
base_url = "{slack}"
timeout = {timeout}

[[destinations]]
name = "phone"
kind = "telegram"
token = "env:TELEGRAM_TOKEN"
chat = {chat}
base_url = "{telegram}"
timeout = {timeout}

[[destinations]]
name = "mail"
kind = "email"
host = "127.0.0.1"
port = {smtp}
security = "none"
sender = "alerts@watcher.example"
to = "dana@example.org"
timeout = {timeout}

[[destinations]]
name = "file"
kind = "console"
path = "{folder}/console.txt"

[[watches]]
query = "marker"
to = ["slack", "phone", "mail", "file"]

[store]
path = "{folder}/state/watcher.db"
{database}

[delivery]
{delivery}

[http]
allow_private = true
per_host_delay = "0s"

[web]
enabled = false
"""

CHANNELS = ("slack", "phone", "mail", "file")


def story(number: int) -> Story:
    """Return an article that every destination waits for; its title says which."""
    return Story(
        f"Marker {number} is lit for the ships that pass the strait by night",
        f"It is number {number} of those that the keepers of the light look after through the winter.",
        ("Ada Lamplighter",),
    )


@dataclass
class World:
    """What the process talks to, and the process."""

    folder: Path
    site: Site
    slack: SlackReceiver
    telegram: TelegramReceiver
    mail: SmtpReceiver
    database: str = ""
    process: asyncio.subprocess.Process | None = None

    async def start(self, stage: str | None = None) -> None:
        """Start the application; with a `stage`, one that kills itself there."""
        self.process = await self.launch(stage)

    async def launch(self, stage: str | None = None) -> asyncio.subprocess.Process:
        """Start one process more, which is the caller's to end."""
        module = ["tests.e2e.killable", stage] if stage else ["watcher", "run", "--config"]
        with (self.folder / "log.txt").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *module,
                str(self.folder / "config.toml"),
                cwd=ROOT,
                env={
                    **os.environ,
                    "SLACK_TOKEN": self.slack.token,
                    "TELEGRAM_TOKEN": self.telegram.token,
                    "WATCHER_DATABASE": self.database,
                },
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )

    def kill(self) -> None:
        """Pull the plug."""
        if self.process and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)

    async def died(self, within: float = 20) -> int:
        """Wait for the process to end; return its code."""
        assert self.process
        async with asyncio.timeout(within):
            return await self.process.wait()

    async def stop(self) -> int:
        """Ask the process to stop, as a service manager does."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return await self.died()

    async def baseline(self) -> None:
        """Wait until the first poll must be over."""
        seen = self.site.requests
        async with asyncio.timeout(30):
            while self.site.requests < seen + 3:
                await asyncio.sleep(0.02)

    async def everyone_has(self, number: int, within: float = 40) -> None:
        """Wait until every destination has an article."""
        async with asyncio.timeout(within):
            while not all(self.times(number)[channel] for channel in CHANNELS):
                await asyncio.sleep(0.05)

    def times(self, number: int) -> Counter[str]:
        """Count how often each destination got an article."""
        title = story(number).title
        console = self.folder / "console.txt"
        return Counter(
            {
                "slack": sum(title in str(posted.fields["text"]) for posted in self.slack.received),
                "phone": sum(title in message.text for message in self.telegram.received),
                # The same Message-ID again is the same mail to a reader.
                "mail": len({m["Message-ID"] for m in self.mail.received if title in m["Subject"]}),
                "file": console.read_text("utf-8").count(f"● {title}") if console.exists() else 0,
            }
        )

    def log(self) -> str:
        """Return what the process wrote to stderr."""
        return (self.folder / "log.txt").read_text("utf-8")


@asynccontextmanager
async def world(
    folder: Path,
    *,
    url: str = "",
    delivery: str = 'send_timeout = "8s"',
    patience: float = 5,
    more: str = "",
) -> AsyncIterator[World]:
    """Open a world in a folder and close it with everything in it.

    `url` is that of a database for the store, `delivery` the lines of that table, `patience` the seconds that
    each provider has; `more` stands after everything else in the configuration.
    """
    site = Site(STORIES, layout="cards", today=date(2026, 3, 2))
    slack, telegram, mail = SlackReceiver(), TelegramReceiver(), SmtpReceiver()
    async with AsyncExitStack() as closing:
        for server in (site, slack, telegram, mail):
            await server.start()
            closing.push_async_callback(server.stop)
        text = CONFIG.format(
            folder=folder,
            site=site.url,
            slack=slack.base_url,
            telegram=telegram.url,
            smtp=mail.port,
            chat=CHAT,
            database='url = "env:WATCHER_DATABASE"' if url else "",
            delivery=delivery,
            timeout=patience,
        )
        (folder / "config.toml").write_text(text + more, "utf-8")
        opened = World(folder, site, slack, telegram, mail, url)
        try:
            yield opened
        finally:
            opened.kill()
            if opened.process:
                await opened.process.wait()
