"""How Slack fails, as the errors of the port.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage/ and, for webhooks,
https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/#handling_errors
"""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp

from notifiers.port import DeliveryError, Refused, Rejected, Unknown


class NotLetIn(Refused):
    """The app itself is not let in, or lacks a right: no channel is the reason, and a new token mends it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, account=True)


NOT_LET_IN = frozenset(
    {
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""What Slack says of a token. A person mends it, and what waits is sent then."""

GONE = frozenset(
    {
        "action_prohibited",
        "channel_is_archived",
        "channel_not_found",
        "invalid_token",
        "is_archived",
        "no_permission",
        "no_service",
        "no_service_id",
        "no_team",
        "not_in_channel",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_read_only_channel",
        "team_disabled",
        "user_not_found",
    }
)
"""The channel is closed to us, whatever the message; or all of a webhook, which leads to one channel."""

UNFIT = frozenset(
    {
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_payload",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
    }
)
"""This message will never be taken."""

UNCHANGEABLE = frozenset(
    {
        "cant_update_message",
        "edit_window_closed",
        "message_not_found",
    }
)
"""What `chat.update` says of a message that stays as it is."""

HALF_DONE = frozenset({"fatal_error", "internal_error", "rollup_error"})
"""Slack says of these that part of the work may have been done before they struck."""


def failure(status: int, code: str, headers: Mapping[str, str]) -> DeliveryError:
    """Return the error for an answer that is no success: its HTTP status, its error code, its headers."""
    said = f"Slack answered {status}: {code[:100]}" if code else f"Slack answered {status}"
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return Refused(said, retry_after=_seconds(headers.get("Retry-After", "")))
    if code in NOT_LET_IN:
        return NotLetIn(said)
    if code in GONE:
        return Rejected(said, gone=True)
    if code in UNFIT or code in UNCHANGEABLE:
        return Rejected(said)
    if code in HALF_DONE or status in {500, 502, 504}:
        return Unknown(said)
    if status in {403, 404, 410} and code and not code.startswith("<"):
        return Rejected(said, gone=True)
    # A code we do not know, or a page of whoever stands between: not taken, and asking again loses nothing.
    return Refused(said)


def refusal(response: object) -> DeliveryError:
    """Return the error for what the SDK raised over an answer: Slack's own, or one it could not read."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    headers: Mapping[str, str] = getattr(response, "headers", {})
    data = getattr(response, "data", None)
    if isinstance(data, dict) and "error" in data:
        return failure(status, str(data["error"]), headers)
    return Unknown("Slack's answer is garbled") if status == 200 else failure(status, "", headers)


def broken(error: Exception) -> DeliveryError:
    """Return the error for a request that got no answer. Only a failure to connect is surely harmless."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Refused(f"cannot connect to Slack: {type(error).__name__}", account=True)
    if isinstance(error, aiohttp.InvalidURL | aiohttp.ClientHttpProxyError):
        return Refused(f"cannot ask Slack: {type(error).__name__}", account=True)
    if isinstance(error, TimeoutError):
        return Unknown("no answer from Slack in time")
    return Unknown(f"the connection to Slack broke: {type(error).__name__}")


def _seconds(header: str) -> float | None:
    return float(header) if header.strip().isdecimal() else None
