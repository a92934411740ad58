"""One recipient behind one mail server."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from types import MappingProxyType

from aiosmtplib import SMTP

from notifiers.email import options as email_options
from notifiers.email.compose import compose
from notifiers.email.failures import Stage, failure
from notifiers.email.options import PORTS, mailbox
from notifiers.measure import utf8_bytes
from notifiers.port import Limits, Message, Part, Rate, Receipt, Rejected

SUBJECT = 150
"""Characters; more than any client shows."""
BODY = 80_000
"""Bytes. Gmail cuts a mail off near 102,400."""
GOODBYE_TIMEOUT = 3.0
"""Seconds; the mail is taken by then."""


class Email:
    """Sends each mail over a connection of its own."""

    kind = "email"
    parts: Mapping[str, Part] = MappingProxyType(
        {
            "subject": Part("text", SUBJECT, complete=False),
            "text": Part("text", BODY, utf8_bytes),
            "html": Part("html", BODY, utf8_bytes),
        }
    )
    Options = email_options.Options

    def __init__(self, options: email_options.Login) -> None:
        self._options = options
        self._unsubscribe = options.unsubscribe if isinstance(options, email_options.Options) else ""
        account = f"email:{options.host}:{options.port or PORTS[options.security]}:{options.username}"
        self._limits = Limits(account=Rate(account, options.per_minute, 60.0))
        self._sender = mailbox(options.sender)

    def limits(self, to: str) -> Limits:  # noqa: ARG002 - a mail server counts by account, if at all
        """Return what the options say of the account."""
        return self._limits

    async def send(self, to: str, message: Message) -> Receipt:
        """Send to the address `to`; the receipt is the mail's Message-ID."""
        try:
            recipient = mailbox(to)
        except ValueError as error:
            raise Rejected(str(error), gone=True) from None
        mail = compose(
            message,
            self._sender,
            recipient,
            datetime.now(UTC),
            list_id=self._options.list_id or self._sender.domain,
            unsubscribe=message.unsubscribe or self._unsubscribe,
        )
        await self._converse(recipient, mail.as_bytes())
        return Receipt(str(mail["Message-ID"]))

    async def find(self, to: str, key: str) -> Receipt | None:  # noqa: ARG002 - part of the port
        """Return None: a mail server cannot be asked. A repeat carries the same Message-ID instead."""
        return None

    async def close(self) -> None:
        """Do nothing: no connection is kept."""

    async def _converse(self, to: Address, mail: bytes) -> None:
        stage = Stage.GREETING
        client: SMTP | None = None
        try:
            client = self._client()
            await client.connect()
            stage = Stage.ENVELOPE
            await client.mail(self._sender.addr_spec)
            await client.rcpt(to.addr_spec)
            stage = Stage.DATA
            await client.data(mail)
            stage = Stage.TAKEN
            await client.quit(timeout=GOODBYE_TIMEOUT)
        except Exception as error:  # noqa: BLE001 - the port promises a DeliveryError, nothing else
            if stage is not Stage.TAKEN:
                raise failure(error, stage) from None
        finally:
            if client:
                client.close()

    def _client(self) -> SMTP:
        options = self._options
        context = ssl.create_default_context(cafile=options.ca_file) if options.security != "none" else None
        return SMTP(
            hostname=options.host,
            port=options.port or PORTS[options.security],
            use_tls=options.security == "tls",
            start_tls=options.security == "starttls",
            tls_context=context,
            username=options.username or None,
            password=options.password.reveal() if options.password else None,
            timeout=options.timeout,
        )
