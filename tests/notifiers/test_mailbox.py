"""The real IMAP client against a server on loopback that answers as servers do, each in its own way."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notifiers.email import Mailbox, MailboxError, MailboxLogin
from notifiers.email.mailbox import AT_ONCE
from notifiers.secret import Secret

FIXTURES = Path(__file__).parents[1] / "fixtures" / "bounces"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REPORT = (FIXTURES / "postfix-unknown.eml").read_bytes()
LETTER = (FIXTURES / "vacation.eml").read_bytes()
USER, PASSWORD = "alerts@watcher.example", "pä55"


@dataclass
class Imap:
    """One mailbox, and what was asked of it."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    next_uid: int = 1
    capabilities: str = "IMAP4rev1 AUTH=PLAIN"
    uid_last: bool = False
    """The number of a mail comes after its text."""
    answers: dict[str, str] = field(default_factory=dict)
    """Instead of what a command should be answered with; empty cuts the line."""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def reply(self, name: str, rest: str) -> Iterator[bytes]:
        match name:
            case "CAPABILITY":
                yield f"* CAPABILITY {self.capabilities}\r\n".encode()
            case "EXAMINE":
                yield f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] kept\r\n".encode()
                yield f"* OK [UIDNEXT {self.next_uid}] next\r\n".encode()
            case "UID" if rest.startswith("SEARCH"):
                yield f"* SEARCH {' '.join(map(str, self._found(rest)))}\r\n".encode()
            case "UID":
                yield from self._fetched(rest)

    def _found(self, rest: str) -> list[int]:
        after = re.search(r"UID (\d+):\*", rest)
        if after is None:
            return sorted(self.mails)
        newer = [uid for uid in sorted(self.mails) if uid >= int(after[1])]
        return newer or sorted(self.mails)[-1:]  # so the standard says

    def _fetched(self, rest: str) -> Iterator[bytes]:
        _, uids, what = rest.split(" ", 2)
        for number, uid in enumerate(map(int, uids.split(",")), start=1):
            head, _, _ = self.mails[uid].partition(b"\n\n")
            found = head + b"\n\n" if "HEADER" in what else self.mails[uid]
            name = b"BODY[HEADER.FIELDS (CONTENT-TYPE)]" if "HEADER" in what else b"BODY[]<0>"
            before, after = (b"", b" UID %d" % uid) if self.uid_last else (b"UID %d " % uid, b"")
            yield b"* %d FETCH (%s%s {%d}\r\n%s%s)\r\n" % (number, before, name, len(found), found, after)


@contextmanager
def serving(imap: Imap) -> Iterator[Imap]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline().decode().strip():
                tag, name, rest = [*line.split(" ", 2), ""][:3]
                imap.asked.append(f"{name} {rest}".strip())
                if name in imap.answers:
                    if not imap.answers[name]:
                        return
                    self.wfile.write(f"{tag} {imap.answers[name]}\r\n".encode())
                    continue
                if name == "AUTHENTICATE":
                    self.wfile.write(b"+ \r\n")
                    imap.asked.append(self.rfile.readline().decode().strip())
                self.wfile.write(b"".join(imap.reply(name, rest)) + f"{tag} OK done\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        imap.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield imap
        server.shutdown()
        thread.join()


def box(imap: Imap, password: str = PASSWORD) -> Mailbox:
    login = {"host": "127.0.0.1", "port": imap.port, "security": "none", "username": USER, "timeout": 5}
    return Mailbox(MailboxLogin.model_validate({**login, "password": Secret(password)}))


@pytest.mark.parametrize("uid_last", [False, True])
async def test_reports_are_read_and_all_else_is_left_alone(uid_last: bool) -> None:
    with serving(Imap({3: LETTER, 5: REPORT, 9: LETTER}, uid_last=uid_last)) as imap:
        look = await box(imap).look("", NOW)
    assert [bounce.recipient for bounce in look.bounces] == ["ann@example.org"]
    assert look.position == "7:9"
    assert 'EXAMINE "INBOX"' in imap.asked
    assert "UID SEARCH SINCE 23-Feb-2026" in imap.asked
    assert {line.split()[0] for line in imap.asked if "FETCH" in line} == {"UID"}
    assert [line for line in imap.asked if "BODY.PEEK[]" in line] == ["UID FETCH 5 (BODY.PEEK[]<0.256000>)"]


async def test_the_next_look_starts_behind_the_last_mail_that_was_read() -> None:
    with serving(Imap({3: REPORT, 5: REPORT})) as imap:
        assert await box(imap).look("7:5", NOW) == await box(imap).look("7:5", NOW)
        assert (await box(imap).look("7:5", NOW)).bounces == ()
        imap.mails[8] = REPORT
        look = await box(imap).look("7:5", NOW)
        assert (look.position, len(look.bounces)) == ("7:8", 1)
        imap.validity = 11  # all numbers mean other mails now
        look = await box(imap).look("7:8", NOW)
        assert (look.position, len(look.bounces)) == ("11:8", 3)


async def test_a_full_mailbox_is_read_in_steps() -> None:
    with serving(Imap({**dict.fromkeys(range(1, AT_ONCE + 2), LETTER), AT_ONCE + 2: REPORT})) as imap:
        look = await box(imap).look("", NOW)
    assert (look.position, len(look.bounces)) == (f"7:{AT_ONCE + 2}", 1)
    assert len([line for line in imap.asked if "HEADER" in line]) == 2


async def test_what_is_older_than_the_first_look_is_never_read() -> None:
    with serving(Imap(next_uid=4000)) as imap:
        assert (await box(imap).look("", NOW)).position == "7:3999"


async def test_a_server_without_plain_authentication_gets_a_login() -> None:
    with serving(Imap(capabilities="IMAP4rev1")) as imap:
        await box(imap, "p4ss").look("", NOW)
    assert f'LOGIN {USER} "p4ss"' in imap.asked


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"AUTHENTICATE": f"NO {PASSWORD} is wrong"}, r"\*\*\* is wrong"),
        ({"EXAMINE": "NO no such folder"}, "no such folder"),
        ({"EXAMINE": ""}, "cannot be read"),
        ({"UID": "BAD what?"}, "what?"),
        ({"UID": "NO later"}, "later"),
    ],
)
async def test_a_server_that_does_not_do_it_is_one_error_without_a_secret(
    answers: dict[str, str], said: str
) -> None:
    with (
        serving(Imap({3: REPORT}, answers=answers)) as imap,
        pytest.raises(MailboxError, match=said) as caught,
    ):
        await box(imap).look("", NOW)
    assert PASSWORD not in str(caught.value)
