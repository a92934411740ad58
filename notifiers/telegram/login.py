"""What it takes to speak as a bot."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from notifiers.form import formed
from notifiers.secret import Secret

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


def _shaped_like_a_token(secret: Secret) -> Secret:
    if not secret.is_missing and not _TOKEN.fullmatch(secret.reveal()):
        raise PydanticCustomError(
            "telegram_token", "that is no bot token: @BotFather gives one like 123456789:AAH…"
        )
    return secret


class Login(BaseModel):
    """A bot's token, and the server to use it at."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    token: Annotated[Secret, AfterValidator(_shaped_like_a_token)]
    """The bot's token, from @BotFather."""
    base_url: Annotated[
        str, formed(r"https?://[^\s{}]+", 'write an http address, such as "https://api.telegram.org"')
    ] = "https://api.telegram.org"
    """The Bot API server's root: Telegram's own, or one that you run yourself."""
    timeout: float = Field(default=20.0, gt=0, le=300)
    """Seconds to wait for an answer; after that the outcome of a send is unknown."""
