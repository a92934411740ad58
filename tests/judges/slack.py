"""A workspace of the emulator of Slack's Web API, with the app installed through OAuth, scopes enforced."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web

from tests.judges.node import CACHE, node

CLIENT, SECRET, BACK = "1.2", "emulated", "http://127.0.0.1:1/back"
PROGRAM = CACHE / "node_modules" / "emulate" / "dist" / "index.js"


@dataclass(slots=True)
class Emulator:
    """What it says at `url`, which also takes reads by GET, as Slack does and the emulator does not."""

    behind: str
    session: aiohttp.ClientSession
    url: str = ""
    token: str = ""
    person: str = ""
    """Somebody's id."""
    channels: dict[str, str] = field(default_factory=dict)
    """Ids by name."""

    async def call(self, method: str, **fields: Any) -> dict[str, Any]:
        """Call a method as the app."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.post(f"{self.behind}/api/{method}", json=fields, headers=headers) as answer:
            return dict(await answer.json())

    async def install(self, scopes: Sequence[str]) -> str:
        """Install the app with these rights, as somebody does in a browser; return its token."""
        wanted = {"client_id": CLIENT, "scope": ",".join(scopes), "redirect_uri": BACK, "state": "x"}
        agreed = f"{self.behind}/oauth/v2/authorize/callback"
        form = {**wanted, "user_id": self.person}
        async with self.session.post(agreed, data=form, allow_redirects=False) as answer:
            code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
        form = {"client_id": CLIENT, "client_secret": SECRET, "code": code, "redirect_uri": BACK}
        async with self.session.post(f"{self.behind}/api/oauth.v2.access", data=form) as answer:
            granted = await answer.json()
        assert granted["scope"] == ",".join(scopes)
        return str(granted["access_token"])

    async def pass_on(self, request: web.Request) -> web.Response:
        """Hand a request to the emulator, a read by GET as the form that it understands."""
        headers = {
            name: request.headers[name]
            for name in ("Authorization", "Content-Type")
            if name in request.headers
        }
        data = dict(request.query) if request.method == "GET" else await request.read()
        if request.method == "GET":
            headers.pop("Content-Type", None)
        async with self.session.post(f"{self.behind}{request.path}", data=data, headers=headers) as answer:
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type
            )


@asynccontextmanager
async def emulator(folder: Path, *, scopes: Sequence[str]) -> AsyncIterator[Emulator]:
    """Start one with the app installed and in the channel `news`. Raises `Unavailable`."""
    path = await asyncio.to_thread(node)
    seed, port = folder / "seed.json", _free_port()
    seed.write_text(json.dumps({"slack": _workspace(scopes)}))
    process = await asyncio.create_subprocess_exec(
        *(path, str(PROGRAM), "start", "--service", "slack", "--port", str(port), "--seed", str(seed)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    async with aiohttp.ClientSession() as session:
        made = Emulator(f"http://127.0.0.1:{port}", session)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", made.pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            await _enter(made, scopes)
            yield made
        finally:
            await runner.cleanup()
            process.terminate()
            await process.wait()


async def _enter(made: Emulator, scopes: Sequence[str]) -> None:
    """Wait until it answers, find out who and what is there, and let the app join."""
    async with asyncio.timeout(30):
        while not await _answers(made):
            await asyncio.sleep(0.1)
    made.person = "U000000001"
    made.token = await made.install(["channels:read", "channels:join", "users:read"])
    people = (await made.call("users.list"))["members"]
    made.person = next(one["id"] for one in people if one["name"] == "ada")
    listed = (await made.call("conversations.list"))["channels"]
    made.channels = {channel["name"]: channel["id"] for channel in listed}
    joined = await made.call("conversations.join", channel=made.channels["news"])
    assert joined["ok"], joined
    made.token = await made.install(scopes)


async def _answers(made: Emulator) -> bool:
    try:
        await made.call("auth.test")
    except aiohttp.ClientConnectionError:
        return False
    return True


def _workspace(scopes: Sequence[str]) -> dict[str, object]:
    return {
        "strict_scopes": True,
        "users": [{"name": "ada", "real_name": "Ada", "email": "ada@example.com"}],
        "channels": [{"name": "news"}, {"name": "elsewhere"}],
        "oauth_apps": [
            {
                "client_id": CLIENT,
                "client_secret": SECRET,
                "app_id": "A1",
                "name": "watcher",
                "bot_name": "watcher",
                "redirect_uris": [BACK],
                "scopes": [*scopes, "channels:read", "channels:join", "users:read"],
            }
        ],
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
