"""What a `[[destinations]]` block of kind `email` may say, `[bot.email]`, and `[bounces]`."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import getaddresses
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from notifiers.form import formed
from notifiers.secret import Secret

PORTS = {"starttls": 587, "tls": 465, "none": 25}
IMAP_PORTS = {"starttls": 143, "tls": 993, "none": 143}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Security: TypeAlias = Literal["starttls", "tls", "none"]


def mailbox(text: str) -> Address:
    """Read `name@domain` or `Name <name@domain>`. Raises `ValueError` for anything else."""
    found = getaddresses([text])
    name, address = found[0] if len(found) == 1 else ("", "")
    if text.isprintable() and address.isascii() and " " not in address:
        try:
            parsed = Address(display_name=name, addr_spec=address)
        except (HeaderParseError, ValueError, IndexError):
            parsed = Address()
        if parsed.username and parsed.domain:
            return parsed
    raise ValueError("write an address as name@example.org or Name <name@example.org>")


def _checked(text: str) -> str:
    mailbox(text)
    return text


Mailbox: TypeAlias = Annotated[str, AfterValidator(_checked)]


class Server(BaseModel):
    """One account at one mail server."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    host: str = Field(min_length=1)
    """The mail server."""
    port: int | None = Field(default=None, ge=1, le=65535)
    """587 for `starttls`, 465 for `tls`, 25 for `none` where it is not given."""
    security: Security = "starttls"
    """How the connection is protected; `none` sends no password, but to this machine."""
    ca_file: Annotated[Path, Field(strict=False)] | None = None
    """Certificates to trust instead of the system's, for a server with a private authority.

    A relative path starts at the configuration's folder.
    """
    username: str = ""
    """For logging in; empty where the server wants no log-in."""
    password: Secret | None = None
    """Goes with the username."""
    timeout: float = Field(default=30.0, gt=0, le=300)
    """Seconds to wait for each answer of the server."""

    @field_validator("ca_file")
    @classmethod
    def _beside_the_configuration(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        folder: Path = (info.context or {}).get("folder", Path())
        return path and folder / path.expanduser()

    @model_validator(mode="after")
    def _credentials_stay_private(self) -> Server:
        if bool(self.username) != (self.password is not None):
            raise ValueError("username and password go together")
        if self.password is not None and self.security == "none" and self.host not in LOOPBACK:
            raise ValueError("a password would travel in the clear: use starttls or tls")
        return self


class Login(Server):
    """One mail server, and who mails come from."""

    sender: Mailbox
    """Who it comes from, `name@example.org` or `Name <name@example.org>`."""
    list_id: Annotated[
        str,
        formed(r"[A-Za-z0-9.-]*", 'write letters, digits, dots and hyphens, such as "alerts.example.org"'),
    ] = ""
    """A name like `alerts.example.org`, for filters; the sender's domain where it is not given."""
    per_minute: int | None = Field(default=None, ge=1)
    """Mails a minute that this server takes from this account, over all destinations; no limit where it is
    not given."""


class MailboxLogin(Server):
    """A mailbox that is read over IMAP."""

    host: str = Field(min_length=1)
    """The IMAP server."""
    port: int | None = Field(default=None, ge=1, le=65535)
    """993 for `tls`, 143 for `starttls` and `none` where it is not given."""
    security: Security = "tls"
    """How the connection is protected; `none` sends no password, but to this machine."""
    username: str = Field(min_length=1)
    """Whose mailbox it is."""
    password: Secret
    """Goes with the username; for a provider with two factors, a password made for programs."""
    folder: Annotated[str, formed(r"[ -~]+", "write its name in plain ASCII characters")] = "INBOX"
    """Where bounces arrive."""


class Options(Login):
    """One mail server and one recipient."""

    to: Mailbox
    """Who gets it."""
    unsubscribe: Annotated[
        str,
        formed(r"(https://[^\s<>]+)?", 'write an https address, such as "https://example.org/unsubscribe"'),
    ] = ""
    """An https address that takes a one-click POST (RFC 8058)."""

    @property
    def address(self) -> str:
        """The recipient."""
        return self.to
