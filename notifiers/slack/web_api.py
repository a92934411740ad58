"""Slack's Web API, one call at a time, with its failures as the errors of the port."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from notifiers.secret import Secret
from notifiers.slack.failures import broken, failure, refusal
from notifiers.slack.payload import Json

sdk_log = logging.getLogger("notifiers.slack.sdk")
sdk_log.setLevel(logging.INFO)  # below, the SDK writes webhook addresses, which are secrets, into the log

CONNECT_TIMEOUT = 10.0
"""Seconds."""


@asynccontextmanager
async def opened(patience: float) -> AsyncIterator[aiohttp.ClientSession]:
    """Open connections for a call or a few, which may take `patience` seconds.

    None is kept: one that Slack closes as we write makes every outcome unknown.
    """
    limits = aiohttp.ClientTimeout(total=patience, sock_connect=CONNECT_TIMEOUT)
    async with aiohttp.ClientSession(timeout=limits, trust_env=True) as made:
        yield made


class WebApi:
    """Calls methods with one token. The SDK's own retries are off: it posts again after a lost answer."""

    def __init__(self, token: Secret | None, base_url: str, timeout: float) -> None:
        self._token = token
        self._base_url = base_url
        self.timeout = timeout

    async def call(
        self,
        method: str,
        *,
        json: dict[str, Json] | None = None,
        params: dict[str, Json] | None = None,
        session: aiohttp.ClientSession | None = None,
    ) -> Mapping[str, object]:
        """Call a method: one that writes takes JSON, one that reads takes parameters.

        Raises a `DeliveryError`, nothing else.
        """
        if session is None:
            async with opened(self.timeout) as own:
                return await self.call(method, json=json, params=params, session=own)
        token = self._token.reveal() if self._token else ""
        client = AsyncWebClient(token, self._base_url, session=session, retry_handlers=[], logger=sdk_log)
        client.proxy = None  # the SDK's own look at the environment ignores NO_PROXY; the session's does not
        verb = "GET" if json is None else "POST"
        try:
            response = await client.api_call(method, http_verb=verb, json=json, params=params)
        except SlackApiError as error:
            raise refusal(error.response) from None
        except Exception as error:  # noqa: BLE001 - the port promises a DeliveryError, nothing else
            raise broken(error) from None
        return response.data if isinstance(response.data, dict) else {}

    async def respond(self, url: str, fields: Mapping[str, Json]) -> None:
        """Answer through a `response_url`: five times in 30 minutes. Raises a `DeliveryError`."""
        try:
            async with (
                opened(self.timeout) as own,
                own.post(url, json=fields, allow_redirects=False) as answer,
            ):
                status, headers, said = answer.status, answer.headers, (await answer.text()).strip()
        except Exception as error:  # noqa: BLE001 - the port promises a DeliveryError, nothing else
            raise broken(error) from None
        if status != 200:
            raise failure(status, said, headers)
