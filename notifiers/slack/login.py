"""How to speak to Slack as one app."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from notifiers.form import formed
from notifiers.secret import Secret


class Login(BaseModel):
    """A bot token, and where it is good."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    token: Secret
    """The app's bot token (`xoxb-…`)."""
    base_url: Annotated[
        str, formed(r"https?://.+/", 'write an http address that ends in /, such as "https://slack.com/api/"')
    ] = "https://slack.com/api/"
    """The root of the Web API: Slack's own, or one that speaks like it."""
    timeout: float = Field(default=20.0, gt=0, le=120)
    """Seconds to wait for an answer."""
