"""`watcher status`."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Annotated

import typer

from watcher.cli.output import print_json, screen
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.status_table import report
from watcher.config.service import Listen
from watcher.config.settings import Settings
from watcher.errors import WatcherError

_PATIENCE = 5.0
"""Seconds to wait for the answer."""

_OWN_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - addresses to reach, not to listen on
"""A host that means "all of this machine's" → one to reach it at."""


def status(
    config: ConfigOption = CONFIG,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the service says as JSON.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 also when a source fails or a delivery was given up.")
    ] = False,
) -> None:
    """Ask the running service how it is. Exit code 1 where it does not answer or cannot work."""
    settings = load_or_example(config, secrets=False)
    token = settings.web.token
    health = _ask(_address(settings), token.reveal() if token and not token.is_missing else "")
    if as_json:
        print_json(health)
    else:
        screen().print(report(health))
    if "error" in health or (strict and not health.get("ok")):
        raise typer.Exit(1)


def _address(settings: Settings) -> Listen:
    listen = settings.web.listen
    if not settings.web.enabled:
        raise WatcherError("web.enabled is false: the service cannot be asked; see its log")
    if listen.port == 0:
        raise WatcherError("web.listen has port 0: the service took any free one, see its log")
    return Listen(_OWN_HOST.get(listen.host, listen.host), listen.port)


def _ask(address: Listen, token: str) -> dict[str, object]:
    connection = HTTPConnection(address.host, address.port, timeout=_PATIENCE)
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request("GET", "/health", headers=headers)
        answer = json.loads(connection.getresponse().read())
    except (OSError, HTTPException) as error:
        raise WatcherError(f"no answer from http://{address}/health ({error}): is it running?") from None
    except ValueError:
        answer = None
    finally:
        connection.close()
    if not isinstance(answer, dict) or "ok" not in answer:
        raise WatcherError(f"http://{address}/health is something else's: its answer is no status of ours")
    return answer
