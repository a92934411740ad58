"""One Slack destination."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from notifiers.port import Limits, Message, Part, Rate, Receipt, Rejected, Unknown
from notifiers.secret import Secret
from notifiers.slack import options as slack_options
from notifiers.slack.failures import broken, failure, refusal
from notifiers.slack.payload import EVENT_TYPE, PARTS, Json, payload

_log = logging.getLogger("notifiers.slack.sdk")
_log.setLevel(logging.INFO)  # below, the SDK writes webhook addresses, which are secrets, into the log

BURST = 3
"""Messages to a channel in as many seconds: one a second, with short bursts. It is also what a webhook takes.

https://docs.slack.dev/apis/web-api/rate-limits/
"""
CONNECT_TIMEOUT = 10.0
"""Seconds."""
PAGES = 5
"""Of history that `find` reads back, 200 messages each."""


class Slack:
    """Posts with a bot token, or to an incoming webhook.

    Each call has a connection of its own: a kept one that Slack closes as we write makes every outcome
    unknown. The SDK's own retries are off, since it posts again after a lost answer.
    """

    kind = "slack"
    parts: Mapping[str, Part] = MappingProxyType(PARTS)
    Options = slack_options.Options

    def __init__(self, options: slack_options.Options) -> None:
        self._options = options
        secret = options.token or options.webhook
        self._account = f"slack:{secret.fingerprint}" if secret else "slack"

    def limits(self, to: str) -> Limits:
        """Return Slack's own for a channel; for a whole workspace it names no number."""
        return Limits(own=(Rate(f"{self._account}:{to}", BURST, float(BURST)),), account=Rate(self._account))

    async def send(self, to: str, message: Message) -> Receipt:
        """Post to the channel `to`, an id; a webhook posts where it leads. The receipt is `channel/ts`."""
        async with self._session() as session:
            if self._options.webhook:
                return await self._send_to_webhook(session, self._options.webhook, message)
            answer = await self._call(session, "chat.postMessage", json={"channel": to, **payload(message)})
            return Receipt(f"{answer.get('channel', to)}/{answer.get('ts', '')}")

    async def find(self, to: str, key: str) -> Receipt | None:
        """Search the channel's history for our key. None for a webhook, or without the right to read.

        Raises a `DeliveryError` where Slack cannot be asked now.
        """
        if self._options.webhook:
            return None
        cursor = ""
        async with self._session() as session:
            for _ in range(PAGES):
                try:
                    answer = await self._call(session, "conversations.history", params=_page(to, cursor))
                except Rejected:
                    return None
                if found := _with_key(answer, key):
                    return Receipt(f"{to}/{found}")
                cursor = _next_cursor(answer)
                if not cursor:
                    break
        return None

    async def close(self) -> None:
        """Do nothing: no connection is kept."""

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        timeout = aiohttp.ClientTimeout(total=self._options.timeout, sock_connect=CONNECT_TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
            yield session

    async def _call(
        self,
        session: aiohttp.ClientSession,
        method: str,
        *,
        json: dict[str, Json] | None = None,
        params: dict[str, Json] | None = None,
    ) -> Mapping[str, object]:
        """Call a method: one that writes takes JSON, one that reads takes parameters."""
        token = self._options.token.reveal() if self._options.token else ""
        base_url = self._options.base_url
        client = AsyncWebClient(token, base_url, session=session, retry_handlers=[], logger=_log)
        client.proxy = None  # the SDK's own look at the environment ignores NO_PROXY; the session's does not
        verb = "POST" if json else "GET"
        try:
            response = await client.api_call(method, http_verb=verb, json=json, params=params)
        except SlackApiError as error:
            raise refusal(error.response) from None
        except Exception as error:  # noqa: BLE001 - the port promises a DeliveryError, nothing else
            raise broken(error) from None
        return response.data if isinstance(response.data, dict) else {}

    async def _send_to_webhook(
        self, session: aiohttp.ClientSession, webhook: Secret, message: Message
    ) -> Receipt:
        client = AsyncWebhookClient(webhook.reveal(), session=session, retry_handlers=[], logger=_log)
        client.proxy = None
        fields = {name: value for name, value in payload(message).items() if name != "metadata"}
        try:
            response = await client.send_dict(fields)
        except Exception as error:  # noqa: BLE001 - the port promises a DeliveryError, nothing else
            raise broken(error) from None
        if response.status_code != 200:
            raise failure(response.status_code, response.body.strip(), response.headers)
        if response.body.lstrip().startswith("<"):
            raise Unknown("a web page answered in place of Slack")
        return Receipt()


def _page(channel: str, cursor: str) -> dict[str, Json]:
    fields: dict[str, Json] = {"channel": channel, "limit": 200, "include_all_metadata": True}
    return {**fields, "cursor": cursor} if cursor else fields


def _with_key(answer: Mapping[str, object], key: str) -> str:
    """Return the timestamp (Slack's id) of the message that carries our key, or an empty text."""
    messages = answer.get("messages")
    for message in messages if isinstance(messages, list) else []:
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == key:
            return str(message.get("ts", ""))
    return ""


def _next_cursor(answer: Mapping[str, object]) -> str:
    metadata = answer.get("response_metadata")
    return str(metadata.get("next_cursor", "")) if isinstance(metadata, dict) else ""
