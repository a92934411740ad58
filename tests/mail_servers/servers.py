"""Both of them, run in a folder of their own and killed at the end, and the mailboxes that they fill."""

from __future__ import annotations

import asyncio
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from tests.mail_servers import dovecot, postfix
from tests.mail_servers.authority import Certificates, certificates

PASSWORD = "hidden"
PROGRAMS = ("postfix", "dovecot", "openssl")


def missing() -> str:
    """Return what keeps them from running here; empty where nothing does."""
    if os.geteuid() != 0:
        return "needs root: Postfix and Dovecot change to users of their own"
    if absent := [name for name in PROGRAMS if not shutil.which(name)]:
        return f"needs {', '.join(absent)} (apt install postfix dovecot-imapd openssl)"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServers:
    """Where they are."""

    tls: Certificates
    smtp: int
    """The port that takes mail: STARTTLS, then a log-in."""
    imap: int
    """The port that shows it, encrypted from the start."""
    imap_starttls: int
    """The same, encrypted by STARTTLS."""

    def mails(self, address: str) -> list[EmailMessage]:
        """Fetch what is in a mailbox, over IMAP."""
        context = ssl.create_default_context(cafile=self.tls.authority)
        with imaplib.IMAP4_SSL("127.0.0.1", self.imap, ssl_context=context, timeout=10) as client:
            client.login(address, PASSWORD)
            client.select(readonly=True)
            _, (found,) = client.search(None, "ALL")
            raw = [client.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in found.split()]
        return [
            message_from_bytes(one[1], _class=EmailMessage, policy=SMTP)
            for one in raw
            if isinstance(one, tuple)
        ]

    async def arrived(self, address: str, number: int = 1) -> list[EmailMessage]:
        """Wait until a mailbox has so many; return all of them."""
        async with asyncio.timeout(20):
            while len(found := await asyncio.to_thread(self.mails, address)) < number:
                await asyncio.sleep(0.1)
        return found


@contextmanager
def mail_servers(*addresses: str) -> Iterator[MailServers]:
    """Run both, with a mailbox for each address; all of them have the same password."""
    # A short path of its own: their users must be able to walk into it, and sockets have short names.
    with tempfile.TemporaryDirectory(prefix="mail-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        nobody = pwd.getpwnam("nobody")
        owner = (nobody.pw_uid, nobody.pw_gid)
        (folder / "mail").mkdir()
        os.chown(folder / "mail", *owner)
        tls = certificates(folder)
        smtp, imap, starttls, auth = free_ports(4)
        shown = dovecot.command(
            folder,
            tls,
            port=imap,
            starttls_port=starttls,
            auth_port=auth,
            owner=owner,
            password=PASSWORD,
        )
        taken = postfix.command(
            folder, tls, port=smtp, auth_port=auth, owner=owner, addresses=list(addresses)
        )
        with (
            running(shown, imap, folder / "dovecot-said.log"),
            running(taken, smtp, folder / "postfix-said.log"),
        ):
            yield MailServers(tls=tls, smtp=smtp, imap=imap, imap_starttls=starttls)


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """Run a server until it is left, with all that it starts."""
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=written, stderr=written, start_new_session=True
        )
    try:
        wait_until(lambda: process.poll() is not None or answers(port), 30)
        assert process.poll() is None, f"{command} ended: {log.read_text()}"
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def answers(port: int) -> bool:
    """Tell whether something listens there."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def free_ports(number: int) -> list[int]:
    """Return ports of loopback that nobody listens at."""
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    return ports


def wait_until(true: Callable[[], bool], within: float) -> None:
    """Wait for it. Raises `TimeoutError`."""
    ends = time.monotonic() + within
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(0.02)
