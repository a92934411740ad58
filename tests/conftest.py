"""What several folders of tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.tdlib import parse_html
from watcher.demo.receivers.telegram import TelegramReceiver


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramReceiver]:
    """A Bot API server on loopback that reads markup as Telegram does, where TDLib is installed."""
    receiver = TelegramReceiver(parse=parse_html)
    async with receiver:
        yield receiver
