"""Socket Mode: Slack's events over a socket that we open, so that nobody needs to reach us.

The SDK's own client is not used: once a connection fails it tries the same address for ever, which Slack lets
in only once (https://docs.slack.dev/apis/events-api/using-socket-mode/).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NoReturn

import aiohttp

from notifiers.port import DeliveryError, Refused
from notifiers.slack.failures import NotLetIn, broken
from notifiers.slack.web_api import CONNECT_TIMEOUT, WebApi

log = logging.getLogger(__name__)

HEARTBEAT = 10.0
"""Seconds between two signs of life; a socket that does not answer one within half of it is given up."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two tries to connect: each pause is twice the one before."""

Take = Callable[[Mapping[str, Any]], Awaitable[None]]


async def receive(
    api: WebApi,
    take: Take,
    *,
    report: Callable[[str], None] = log.warning,
    first_pause: float = FIRST_PAUSE,
) -> NoReturn:
    """Hand every payload to `take` until cancelled; acknowledge each once `take` has returned.

    `api` speaks with the app-level token. What `take` raises leaves an event with Slack, which sends it
    again, or tells whoever typed it. Connects again whenever the socket goes, and before it goes where Slack
    says so. `report` gets a line for each failure to, and an empty one for each success. Raises `NotLetIn`
    where Slack lets the app in no more.
    """
    sockets = _Sockets(take)
    pause = first_pause
    try:
        while True:
            try:
                await sockets.open(await _address(api))
            except NotLetIn:
                raise
            except DeliveryError as error:
                report(f"Slack's events do not arrive: {error}")
                asked = (error.retry_after if isinstance(error, Refused) else None) or 0.0
                await asyncio.sleep(max(pause, asked))
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            report("")
            pause = first_pause
            await sockets.another_wanted.wait()
    finally:
        await sockets.close()


async def _address(api: WebApi) -> str:
    answer = await api.call("apps.connections.open", json={})
    return str(answer.get("url", ""))


class _Sockets:
    """The socket in use, and those before it that Slack is about to close."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT), trust_env=True
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self.another_wanted = asyncio.Event()

    async def open(self, address: str) -> None:
        """Connect, and listen until Slack says hello. Raises a `DeliveryError`."""
        try:
            socket = await self._session.ws_connect(address, heartbeat=HEARTBEAT, max_msg_size=0)
        except aiohttp.WSServerHandshakeError as error:
            raise Refused(f"Slack does not open the socket: {error.status}") from None
        except Exception as error:  # noqa: BLE001 - whatever it is, we try again
            raise broken(error) from None
        self.another_wanted.clear()
        self._start(self._listen(socket))

    async def close(self) -> None:
        """Stop listening. What is being taken is taken to its end."""
        await self._session.close()
        if self._tasks:
            _, late = await asyncio.wait(tuple(self._tasks), timeout=CONNECT_TIMEOUT)
            for task in late:
                task.cancel()

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        current = True
        try:
            async for message in socket:
                envelope = message.json() if message.type is aiohttp.WSMsgType.TEXT else {}
                if envelope.get("type") == "disconnect":
                    # Slack closes this one in a few seconds; until then it may still bring something.
                    current = self._leave(current)
                elif "envelope_id" in envelope:
                    self._start(self._taken(socket, envelope))
        except ValueError:
            log.warning("Slack sent what is no JSON; connecting again")
            await socket.close()
        finally:
            self._leave(current)

    def _leave(self, current: bool) -> bool:  # noqa: FBT001 - whether this socket was the one in use
        if current:
            self.another_wanted.set()
        return False

    async def _taken(self, socket: aiohttp.ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        try:
            await self._take(envelope.get("payload") or {})
        except Exception:
            log.exception("an event of Slack's could not be taken")
            return
        try:
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
        except (aiohttp.ClientError, ConnectionError, RuntimeError) as error:
            log.info("an event was not acknowledged, and will come again: %s", type(error).__name__)
