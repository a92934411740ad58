"""`watcher slack manifest`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from watcher.bot.slack.tongue import COMMAND
from watcher.cli.output import say
from watcher.config.fields import is_web_address
from watcher.web.slack import PATH

SCOPES = ("chat:write", "commands")
READING = ("channels:history", "groups:history", "im:history")
"""To look an alert up whose answer was lost, instead of sending it again."""
HINT = "sanctions -russia, or list, recent, digest, mute, settings, help"


def manifest(
    http: Annotated[
        str,
        typer.Option(
            "--http",
            metavar="ADDRESS",
            help="Events come to our web.public_url, not over a socket.",
        ),
    ] = "",
    *,
    history: Annotated[
        bool, typer.Option("--history", help="Let it read channels, to look up lost answers.")
    ] = False,
    name: Annotated[str, typer.Option("--name", help="What the app is called.")] = "watcher",
) -> None:
    """Print the manifest to make the Slack app from, with the fewest rights that will do."""
    if http and not (is_web_address(http) and http.startswith("https://")):
        raise typer.BadParameter("Slack posts to https addresses only, such as https://watcher.example.org")
    say(json.dumps(made(name, http.rstrip("/"), reads=history), indent=2))


def made(name: str, http: str = "", *, reads: bool = False) -> dict[str, object]:
    """Return the manifest. https://docs.slack.dev/reference/app-manifest/"""
    request = {"request_url": f"{http}{PATH}"} if http else {}
    command = {
        "command": COMMAND,
        "description": "Watch news listings for words",
        "usage_hint": HINT,
        "should_escape": False,
        **({"url": f"{http}{PATH}"} if http else {}),
    }
    return {
        "display_information": {
            "name": name,
            "description": "Tells of new articles with your words",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": name, "always_online": False},
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES, *(READING if reads else ())]}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": ["app_home_opened"]},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
        },
    }
