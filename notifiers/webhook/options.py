"""What a `[[destinations]]` block of kind `webhook` may say."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError
from yarl import URL

from notifiers.secret import Secret
from notifiers.webhook.signature import key_of


class Options(BaseModel):
    """Where signed JSON is posted to."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    url: Secret
    """The http or https address to post to; a secret, since whoever knows it may post there."""
    secret: Secret
    """What the signature is made with: any text, or base64 behind `whsec_`. Your receiver has the same."""
    allow_private: bool = False
    """`true` posts to addresses on loopback and private networks, too."""
    per_minute: int | None = Field(default=None, ge=1)
    """Posts a minute that the receiver takes; no limit where it is not given."""
    timeout: float = Field(default=20.0, gt=0, le=120)
    """Seconds to wait for an answer; after that the outcome is unknown."""

    @property
    def address(self) -> str:
        """Always `webhook`: the address proper is a secret."""
        return "webhook"

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, url: Secret) -> Secret:
        if not url.is_missing and not _is_web(url.reveal()):
            raise PydanticCustomError("secret", "this is no http or https address")
        return url

    @field_validator("secret")
    @classmethod
    def _is_a_key(cls, secret: Secret) -> Secret:
        if not secret.is_missing:
            try:
                key_of(secret.reveal())
            except ValueError:
                raise PydanticCustomError("secret", "what stands behind whsec_ is not base64") from None
        return secret


def _is_web(text: str) -> bool:
    try:
        address = URL(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.host)
