"""One Slack destination."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from notifiers.port import Limits, Message, Part, Rate, Receipt, Rejected, Unknown
from notifiers.secret import Secret
from notifiers.slack import options as slack_options
from notifiers.slack.failures import NotLetIn, broken, failure
from notifiers.slack.payload import EVENT_TYPE, PARTS, Json, payload
from notifiers.slack.web_api import WebApi, opened, sdk_log

BURST = 3
"""Messages to a channel in as many seconds: one a second, with short bursts. It is also what a webhook takes.

https://docs.slack.dev/apis/web-api/rate-limits/
"""
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
        self._api = WebApi(options.token, options.base_url, options.timeout)

    def limits(self, to: str) -> Limits:
        """Return Slack's own for a channel; for a whole workspace it names no number."""
        return Limits(own=(Rate(f"{self._account}:{to}", BURST, float(BURST)),), account=Rate(self._account))

    async def send(self, to: str, message: Message) -> Receipt:
        """Post to the channel `to`, an id; a webhook posts where it leads. The receipt is `channel/ts`."""
        async with opened(self._options.timeout) as session:
            if self._options.webhook:
                return await self._send_to_webhook(session, self._options.webhook, message)
            _, _, thread = message.follows.partition("/")
            fields = {"channel": to, **payload(message), **({"thread_ts": thread} if thread else {})}
            answer = await self._api.call("chat.postMessage", json=fields, session=session)
            return Receipt(f"{answer.get('channel', to)}/{answer.get('ts', '')}")

    async def edit(self, to: str, receipt: str, message: Message) -> Receipt:  # noqa: ARG002 - the receipt knows
        """Update the message `channel/ts`: Slack tells nobody. Raises a `DeliveryError`."""
        channel, _, ts = receipt.partition("/")
        if self._options.webhook or not ts:
            raise Rejected("what a webhook sent cannot be changed")
        fields = {"channel": channel, "ts": ts, **payload(message)}
        async with opened(self._options.timeout) as session:
            await self._api.call("chat.update", json=fields, session=session)
        return Receipt(receipt)

    async def find(self, to: str, key: str) -> Receipt | None:
        """Search the channel's history for our key. None for a webhook, or without the right to read.

        Raises a `DeliveryError` where Slack cannot be asked now.
        """
        if self._options.webhook:
            return None
        cursor = ""
        async with opened(self._options.timeout) as session:
            for _ in range(PAGES):
                try:
                    answer = await self._api.call(
                        "conversations.history", params=_page(to, cursor), session=session
                    )
                except (Rejected, NotLetIn):
                    return None
                if found := _with_key(answer, key):
                    return Receipt(f"{to}/{found}")
                cursor = _next_cursor(answer)
                if not cursor:
                    break
        return None

    async def close(self) -> None:
        """Do nothing: no connection is kept."""

    async def _send_to_webhook(
        self, session: aiohttp.ClientSession, webhook: Secret, message: Message
    ) -> Receipt:
        client = AsyncWebhookClient(webhook.reveal(), session=session, retry_handlers=[], logger=sdk_log)
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
