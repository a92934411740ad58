"""The mailbox that mails come back to, read over IMAP. Nothing in it is changed, moved, or marked as read."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from imaplib import IMAP4, IMAP4_SSL

from notifiers.email.bounces import Bounce, is_report, read
from notifiers.email.failures import line
from notifiers.email.options import IMAP_PORTS, MailboxLogin

FIRST_LOOK = timedelta(days=7)
"""A mailbox that was never looked at is read from so long ago: mail servers try for five days."""
AT_ONCE = 500
"""Mails whose headers are asked for in one command."""
LONGEST = 256_000
"""Bytes of a report that are read: more than it says before and at the head of the mail that comes back."""

_UID = re.compile(rb"\bUID (\d+)")
_HEADER = "(BODY.PEEK[HEADER.FIELDS (CONTENT-TYPE)])"
_TEXT = f"(BODY.PEEK[]<0.{LONGEST}>)"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxError(Exception):
    """The mailbox cannot be read now; `str()` holds no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look found."""

    position: str
    """How far the mailbox was read; the next look starts there."""
    bounces: tuple[Bounce, ...]


class Mailbox:
    """Looks for bounces, over a connection of its own each time. Does not know what was sent."""

    def __init__(self, options: MailboxLogin) -> None:
        self._options = options
        self.name = f"{options.username} at {options.host}"

    async def look(self, position: str, now: datetime) -> Look:
        """Read what came after a position; empty is that of the first look. Raises `MailboxError`."""
        return await asyncio.to_thread(self._look, position, now)

    def _look(self, position: str, now: datetime) -> Look:
        try:
            client = self._connected()
            try:
                self._log_in(client)
                return self._read(client, position, now)
            finally:
                with suppress(Exception):
                    client.logout()
                # After a log-out that fails the line is still open.
                with suppress(Exception):
                    client.shutdown()
        except Exception as error:  # noqa: BLE001 - whatever a server answers, it is the same trouble
            password = self._options.password.reveal()
            said = line(f"{type(error).__name__}: {error}").replace(password, "***")
            raise MailboxError(f"the mailbox of {self.name} cannot be read: {said}") from None

    def _connected(self) -> IMAP4:
        options = self._options
        port = options.port or IMAP_PORTS[options.security]
        if options.security != "tls":
            return IMAP4(options.host, port, timeout=options.timeout)
        return IMAP4_SSL(options.host, port, ssl_context=self._context(), timeout=options.timeout)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._options.ca_file)

    def _log_in(self, client: IMAP4) -> None:
        if self._options.security == "starttls":
            client.starttls(self._context())
        name, password = self._options.username, self._options.password.reveal()
        if "AUTH=PLAIN" in client.capabilities:
            # A plain LOGIN has no letters but those of ASCII.
            client.authenticate("PLAIN", lambda _: f"\0{name}\0{password}".encode())
        else:
            client.login(name, password)

    def _read(self, client: IMAP4, position: str, now: datetime) -> Look:
        folder = '"' + self._options.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        _expect(client.select(folder, readonly=True))
        validity, before = _number(client, "UIDVALIDITY"), _number(client, "UIDNEXT") - 1
        known, _, place = position.partition(":")
        last = int(place) if known == str(validity) else 0
        since = now - FIRST_LOOK
        asked = f"UID {last + 1}:*" if last else f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        (found,) = _expect(client.uid("SEARCH", asked))[:1] or (b"",)
        # `*` is the last mail, even where that was read before.
        uids = sorted(uid for uid in map(int, _bytes(found).split()) if uid > last)
        raws = (raw for uid in _reports(client, uids) for _, raw in _fetched(client, [uid], _TEXT))
        bounces = tuple(bounce for raw in raws if (bounce := read(raw)))
        return Look(position=f"{validity}:{max([last, before, *uids])}", bounces=bounces)


def _reports(client: IMAP4, uids: Sequence[int]) -> Iterator[int]:
    """Yield the mails that report what became of others, by their headers."""
    for start in range(0, len(uids), AT_ONCE):
        headers = list(_fetched(client, uids[start : start + AT_ONCE], _HEADER))
        yield from (uid for uid, header in headers if is_report(message_from_bytes(header)))


def _fetched(client: IMAP4, uids: Sequence[int], what: str) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the text of each mail."""
    if not uids:
        return
    answered = _expect(client.uid("FETCH", ",".join(map(str, uids)), what))
    for place, item in enumerate(answered):
        if isinstance(item, tuple):
            # Servers differ in whether they name it before the text or after.
            after = answered[place + 1] if place + 1 < len(answered) else b""
            if uid := _UID.search(_bytes(item[0]) + b" " + _bytes(after)):
                yield int(uid[1]), _bytes(item[1])


def _expect(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    """Return the data of an answer that says OK."""
    status, data = answer
    if status != "OK":
        raise IMAP4.error(_bytes(data[0] if data else b"").decode("utf-8", "replace"))
    return data


def _number(client: IMAP4, name: str) -> int:
    """Return a number that came with the answer before."""
    _, data = client.response(name)
    return int(_bytes(data[0])) if data and data[0] else 0


def _bytes(found: object) -> bytes:
    return found if isinstance(found, bytes) else b""
