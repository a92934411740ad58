"""How the service itself behaves: every table but sources, watches and destinations."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from notifiers.email import Login as MailLogin
from notifiers.email import MailboxLogin
from notifiers.form import formed
from notifiers.secret import Secret
from notifiers.slack.login import Login as SlackLogin
from notifiers.telegram.login import Login
from watcher.config.fields import (
    Field,
    FilePath,
    FolderPath,
    Names,
    Numbers,
    Table,
    Timezone,
    is_web_address,
)
from watcher.config.units import Duration, Interval, Size

_LISTEN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})")


class Listen(NamedTuple):
    """Where a server listens; port 0 takes any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_listen(value: object) -> Listen:
    """Read `host:port`; an IPv6 host stands in brackets."""
    match = _LISTEN.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[2]) > 65535:
        raise PydanticCustomError("listen", "write host:port, such as 127.0.0.1:8080")
    return Listen(match[1].strip("[]"), int(match[2]))


def parse_contact(value: object) -> str:
    """Check that a text can stand in a header."""
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return value
    raise PydanticCustomError("contact", "write a page or mail address in plain ASCII characters")


def parse_public_url(value: object) -> str:
    """Check that it is a web address without question mark or fragment; a slash at its end is dropped."""
    text = value.rstrip("/") if isinstance(value, str) else ""
    if value != "" and (not is_web_address(text) or "?" in text or "#" in text):
        raise PydanticCustomError("url", "write an address such as https://watcher.example.org")
    return text


_WEBHOOK = (
    'write the public address of the web server with a path, such as "https://bot.example.org/telegram"'
)


class TelegramBot(Login):
    """The bot that people talk to; leave the block out to have none."""

    model_config = Table.model_config

    allow: Numbers = ()
    """Chat ids that may use the bot; empty means anyone."""
    max_watches: int = Field(default=50, gt=0)
    """Watches that one chat may have."""
    timezone: Timezone | None = None
    """Of the times of chats that chose no zone; left out, that of `[digest]`."""
    webhook: Annotated[str, formed(r"https://[^\s/?#]+/\S+", _WEBHOOK)] | None = None
    """An address that others reach the web server of `[web]` at, such as `https://bot.example.org/telegram`:
    Telegram posts there. Left out, the bot asks Telegram."""


class EmailBot(MailLogin):
    """News by mail for whoever subscribes on the page `/subscribe`; leave the block out to have none."""

    model_config = Table.model_config

    max_watches: int = Field(default=50, gt=0)
    """Watches that one address may have."""


class SlackBot(SlackLogin):
    """The app that people talk to in Slack; leave the block out to have none. `watcher slack manifest` prints
    what makes it."""

    model_config = Table.model_config

    app_token: Secret | None = None
    """An app-level token (`xapp-…`, scope `connections:write`): events come over a socket that we open."""
    signing_secret: Secret | None = None
    """The app's signing secret; without an `app_token`, Slack posts events to `/slack/events` of
    `web.public_url`."""
    allow: Names = ()
    """Ids of channels (`C…`) and of people (`U…`, for talks of two) that may use it; empty means anyone."""
    max_watches: int = Field(default=50, gt=0)
    """Watches that one channel or person may have."""
    timezone: Timezone | None = None
    """For times in its replies; left out, that of `[digest]`."""

    @model_validator(mode="after")
    def _some_way_in(self) -> SlackBot:
        if self.app_token is None and self.signing_secret is None:
            raise ValueError("give an app_token (events over a socket) or a signing_secret (over HTTP)")
        return self


class Bots(Table):
    """Bots that people talk to."""

    email: EmailBot | None = None
    """The page where people subscribe to mails."""
    telegram: TelegramBot | None = None
    """The Telegram bot."""
    slack: SlackBot | None = None
    """The Slack app."""


class DeliveryRules(Table):
    """How alerts leave."""

    give_up_after: Interval = timedelta(days=7)
    """A delivery that failed for so long becomes a dead letter, and the operator is told."""
    hand_over_after: Interval = timedelta(minutes=10)
    """An alert refused for so long goes to the destination that is there `instead_of` this one, if any."""
    concurrency: int = Field(default=8, gt=0, le=1000)
    """Destinations that are sent to at the same time."""
    send_timeout: Interval = timedelta(seconds=30)
    """A send without an answer for so long has an unknown outcome, and is sent again."""
    first_retry: Interval = timedelta(seconds=2)
    """Pause after the first failed attempt; each further one doubles it."""
    longest_retry: Interval = timedelta(minutes=15)
    """The longest pause between two attempts, unless the provider asks for a longer one."""


class BounceRules(MailboxLogin):
    """The mailbox that mails come back to: that of the `sender`. An address that is said to be no more gets
    nothing more. Leave the block out where nobody looks."""

    model_config = Table.model_config

    every: Interval = timedelta(minutes=5)
    """Pause between two looks into it."""


class StoreRules(Table):
    """Where what must survive a crash is kept."""

    path: FilePath = Field(default=Path("state/watcher.db"), validate_default=True)
    """The file of the store; relative paths start at the folder of this file."""
    url: Secret | None = None
    """`postgresql://…`, for more than one process or machine: the store is this database then, and `path`
    only says beside what doubted pages are kept. Needs `pip install '.[postgres]'`."""
    keep: Interval = timedelta(days=400)
    """Articles that left every page, and settled deliveries, are forgotten after so long."""


class HttpRules(Table):
    """How sources are fetched."""

    contact: Annotated[str, PlainValidator(parse_contact)] = ""
    """A page or mail address in the User-Agent, so that a site can reach you before it blocks you."""
    timeout: Interval = timedelta(seconds=30)
    """For a whole request, redirects and body included."""
    connect_timeout: Interval = timedelta(seconds=10)
    """For making the connection."""
    max_bytes: Size = 10_000_000
    """A body larger than this, once decompressed, is refused."""
    max_redirects: int = Field(default=5, ge=0, le=50)
    """Redirects that are followed in one request."""
    per_host_delay: Duration = timedelta(seconds=1)
    """Pause between two requests to the same host."""
    allow_private: bool = False
    """`true` lets sources be on loopback and private networks."""
    respect_robots: bool = True
    """`false` polls also what a site's robots.txt asks robots to leave alone."""


class GapRules(Table):
    """What to do when nothing on a page is known: more was published than the page holds, or we were down."""

    max_pages: int = Field(default=5, ge=0, le=100)
    """Older pages that are read at most, until a known article; `0` reads none, and only tells of the gap."""


class WebRules(Table):
    """The status page and health check."""

    enabled: bool = True
    """`false` serves nothing."""
    listen: Annotated[Listen, PlainValidator(parse_listen)] = Listen("127.0.0.1", 8080)
    """`host:port`; other machines can see the page only if the host is not a loopback one."""
    public_url: Annotated[str, PlainValidator(parse_public_url)] = ""
    """What addresses of this server begin with for others, such as `https://watcher.example.org`; empty means
    `http://` and where it listens."""

    token: Secret | None = None
    """What the status page, `/status.json` and `/metrics` ask for: as a bearer token, or as the password of a
    browser's log-in. Needed where `listen` is not on this machine alone."""

    @property
    def base(self) -> str:
        """What the addresses begin with that are told to people, without a slash at the end."""
        return self.public_url or f"http://{self.listen}"


class TemplateRules(Table):
    """Own words for the messages."""

    folder: FolderPath | None = None
    """A folder laid out like `templates/`; a file in it replaces the built-in one of the same name."""


class OperatorRules(Table):
    """Who looks after the service."""

    to: Names = ()
    """Destinations that are told of broken sources and dead deliveries."""


class LogRules(Table):
    """What is written to stderr while it runs."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least severe messages to write."""
