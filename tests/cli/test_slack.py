"""`slack manifest`: what the app is made from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.run import Cli


def manifest(cli: Cli, *options: str) -> Any:
    done = cli("slack", "manifest", *options)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_a_socket_needs_two_rights_and_no_address(cli: Cli) -> None:
    made = manifest(cli)
    assert made["oauth_config"]["scopes"]["bot"] == ["chat:write", "commands"]
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["features"]["slash_commands"][0]["command"] == "/watch"
    assert "url" not in json.dumps(made)


def test_over_http_everything_comes_to_one_address(cli: Cli) -> None:
    made = manifest(cli, "--http", "https://watcher.example/", "--name", "Desk bot")
    address = "https://watcher.example/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["features"]["slash_commands"][0]["url"] == address
    assert made["display_information"]["name"] == "Desk bot"


def test_reading_channels_is_asked_for_only_when_wished(cli: Cli) -> None:
    assert "channels:history" in manifest(cli, "--history")["oauth_config"]["scopes"]["bot"]


@pytest.mark.parametrize("address", ["http://watcher.example", "watcher.example", "https://"])
def test_an_address_that_slack_would_not_take_is_refused(cli: Cli, address: str) -> None:
    done = cli("slack", "manifest", "--http", address)
    assert done.code == 2
    assert "https addresses only" in done.err
