"""`[[destinations]]`: the keys that all kinds share, beside the kind's own."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import BaseModel, PlainValidator, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from notifiers.registry import KINDS, Addressed, load
from watcher.config.digests import DigestWish, parse_digest
from watcher.config.fields import Field, Name, Table, Timezone
from watcher.config.noise import Where
from watcher.config.quiet_hours import parse_quiet_hours
from watcher.config.suggest import did_you_mean, listed
from watcher.models import QuietHours


def parse_kind(value: object) -> str:
    """Check that a notifier is registered under this kind."""
    if isinstance(value, str) and value in KINDS:
        return value
    hint = did_you_mean(str(value), KINDS)
    raise PydanticCustomError("kind", "write one of {kinds}{hint}", {"kinds": listed(KINDS), "hint": hint})


class AnyKeys(BaseModel):
    """Stands in for the keys of an unknown kind."""


def parse_options(value: object, info: ValidationInfo) -> BaseModel:
    """Check the kind's own keys with the kind's own model."""
    # Without a right kind the block is refused anyway, and nobody knows its keys.
    options = load(info.data["kind"]).Options if "kind" in info.data else AnyKeys
    return options.model_validate(value, context=info.context)


class Destination(Table):
    """Where alerts go: one address at one channel."""

    name: Name
    """Its name, unique, for the `to` of watches. Keep it: queued alerts are kept under it."""
    kind: Annotated[str, PlainValidator(parse_kind)]
    """The channel."""
    digest: Annotated[DigestWish, PlainValidator(parse_digest)] | None = None
    """Hold alerts for one message at `08:00`, `weekdays 08:00`, `weekly 08:00`, `mon,thu 08:00`, or
    `weekdays` at the time of `[digest]`; left out, each alert goes at once."""
    limit_per_day: int | None = Field(default=None, gt=0)
    """Alerts that come at once on a day; what is beyond comes in the digest, where it has none at the time
    of `[digest]`. Left out, all come at once."""
    same_story: Where | None = None
    """Whether what tells a story again waits: `off`, `source` or `all`; left out, as `[noise]` has it."""
    quiet_hours: Annotated[QuietHours, PlainValidator(parse_quiet_hours)] | None = None
    """Hours of its day in which nothing comes, `22:00-07:00`: what is found meanwhile comes in one message at
    their end. A watch with `when = "urgent"` comes all the same."""
    instead_of: str = ""
    """The destination, or the chat (`telegram:123`), by which the same person is reached rather: an article
    that both ask for comes by one of them, by this one where that is closed, resting or dead."""
    timezone: Timezone | None = None
    """The zone of its times; left out, that of `[digest]`."""
    options: Annotated[BaseModel, PlainValidator(parse_options)] = Field(exclude=True)
    """The kind's own keys, which stand in the same block."""

    @model_validator(mode="before")
    @classmethod
    def _gather_options(cls, block: object) -> object:
        if not isinstance(block, dict):
            return block
        common = {key: value for key, value in block.items() if key in COMMON_KEYS}
        own = {key: value for key, value in block.items() if key not in COMMON_KEYS}
        return {**common, "options": own}

    @property
    def channel(self) -> Addressed:
        """The checked options, as the kind's notifier takes them."""
        return cast("Addressed", self.options)


COMMON_KEYS = frozenset(Destination.model_fields) - {"options"}
"""The keys that every kind has."""
