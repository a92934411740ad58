"""A small mail server on loopback that keeps what it is given."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Protocol

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from watcher.demo.receivers.faults import Fault, FaultPlan


class _Connection(Protocol):
    """What the mail library hands to a hook, as far as it is used here."""

    transport: asyncio.BaseTransport | None


class _Session(Protocol):
    authenticated: bool | None


class _Envelope(Protocol):
    mail_from: str
    mail_options: list[str]
    rcpt_tos: list[str]
    rcpt_options: list[str]
    content: bytes


@dataclass
class SmtpReceiver:
    """Takes mails once started.

    The plan is asked at `MAIL`, `RCPT` and `DATA`. `refusals` maps an address, or one of these commands,
    to the whole reply it gets instead (`550 5.1.1 no such user`). With `login`, one has to log in;
    with `tls`, STARTTLS is offered, or spoken from the start where `implicit_tls` is set.
    """

    plan: FaultPlan = field(default_factory=lambda: FaultPlan(methods=("DATA",)))
    refusals: dict[str, str] = field(default_factory=dict)
    received: list[EmailMessage] = field(default_factory=list)
    on_message: Callable[[EmailMessage], None] | None = None
    """Called with each mail as it is taken."""
    login: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False
    port: int = 0
    """Where it listens, once started."""
    _server: asyncio.Server | None = None
    _connections: list[SMTP] = field(default_factory=list)

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; on any free port unless told which."""
        loop = asyncio.get_running_loop()
        wrapped = self.tls if self.implicit_tls else None
        self._server = await loop.create_server(self._connection, "127.0.0.1", port, ssl=wrapped)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Let what hangs go, cut all connections, and stop listening."""
        self.plan.release()
        if self._server:
            self._server.close()
        for connection in self._connections:
            _cut(connection)
            # The library keeps the task of a connection to itself; one left running would outlive us.
            if task := connection._handler_coroutine:  # noqa: SLF001
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if self._server:
            # Last: from Python 3.12.1 on it waits for every connection.
            await self._server.wait_closed()

    # The library calls these by their names.

    async def handle_MAIL(  # noqa: N802
        self, server: _Connection, session: _Session, envelope: _Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        if self.login and not session.authenticated:
            return "530 5.7.0 log in first"
        if reply := await self._refusal(server, "MAIL", address):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: _Connection, _session: object, envelope: _Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        if reply := await self._refusal(server, "RCPT", address):
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: _Connection, _session: object, envelope: _Envelope) -> str:  # noqa: N802
        """Take the mail, or not."""
        fault = self.plan.next("DATA", envelope.rcpt_tos[0])
        if reply := self.refusals.get("DATA") or _REPLIES.get(fault):
            return reply
        if fault is Fault.DROP_BEFORE:
            return _cut(server)
        self._take(envelope.content)
        if fault is Fault.HANG:
            await self.plan.hang()
        if fault is Fault.LATE:
            await self.plan.delay()
        return _cut(server) if fault in {Fault.HANG, Fault.DROP_AFTER} else "250 2.0.0 OK"

    async def _refusal(self, server: _Connection, command: str, address: str) -> str:
        fault = self.plan.next(command, address)
        if fault in {Fault.DROP_BEFORE, Fault.DROP_AFTER}:
            return _cut(server)
        if fault is Fault.HANG:
            await self.plan.hang()
        return self.refusals.get(command) or self.refusals.get(address) or _REPLIES.get(fault, "")

    def _take(self, content: bytes) -> None:
        mail = message_from_bytes(content, _class=EmailMessage, policy=SMTP_POLICY)
        self.received.append(mail)
        if self.on_message:
            self.on_message(mail)

    def _connection(self) -> SMTP:
        connection = SMTP(
            self,
            hostname="loopback.example",
            authenticator=self._authenticate,
            auth_require_tls=not self.implicit_tls,
            tls_context=None if self.implicit_tls else self.tls,
            loop=asyncio.get_running_loop(),
        )
        self._connections.append(connection)
        return connection

    def _authenticate(
        self, _server: object, _session: object, _envelope: object, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.login, handled=False)


_REPLIES: Mapping[Fault, str] = {
    Fault.TOO_MANY: "450 4.7.1 too many mails, come back later",
    Fault.SERVER_ERROR: "451 4.3.0 local error in processing",
}


def _cut(connection: _Connection) -> str:
    """Cut the connection; the reply then goes nowhere."""
    if isinstance(connection.transport, asyncio.Transport):
        # A transport whose handshake failed has nothing left to abort, and says so before Python 3.11.5.
        with suppress(AttributeError):
            connection.transport.abort()
    return "421 4.3.2 closing"
