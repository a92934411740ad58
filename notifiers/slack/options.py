"""What a `[[destinations]]` block of kind `slack` may say."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from notifiers.form import formed
from notifiers.secret import Secret


class Options(BaseModel):
    """Either a bot `token` with a `channel`, or the address of an incoming `webhook`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    token: Secret | None = None
    """A bot token with `chat:write`; with `channels:history` too, an unknown outcome can be looked up."""
    webhook: Secret | None = None
    """The address of an incoming webhook, instead of a token."""
    channel: str = ""
    """The channel's id (`C0123456789`). A name works for posting, but not for looking up."""
    base_url: Annotated[
        str, formed(r"https?://.+/", 'write an http address that ends in /, such as "https://slack.com/api/"')
    ] = "https://slack.com/api/"
    """The root of the Web API: Slack's own, or one that speaks like it."""
    timeout: float = Field(default=20.0, gt=0, le=120)
    """Seconds to wait for an answer."""

    @property
    def address(self) -> str:
        """The channel; `webhook` where the webhook's own address says where it goes."""
        return self.channel or "webhook"

    @model_validator(mode="after")
    def _one_way_in(self) -> Options:
        if (self.token is None) == (self.webhook is None):
            raise ValueError("give either a token or a webhook")
        if self.token is not None and not self.channel:
            raise ValueError("a token needs a channel")
        if self.webhook is not None and self.channel:
            raise ValueError("a webhook has its channel built in: leave channel out")
        if self.webhook is not None and not _is_web_address(self.webhook):
            raise ValueError("the webhook is no web address")
        return self


def _is_web_address(webhook: Secret) -> bool:
    return webhook.is_missing or webhook.reveal().startswith(("https://", "http://"))
