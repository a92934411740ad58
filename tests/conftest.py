"""What several folders of tests share."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, settings

from tests.tdlib import parse_html
from watcher.demo.receivers.telegram import TelegramReceiver

# What no test overrides: few examples in `make test`, many in `make test-slow`, which runs these tests too.
slow_machines = [HealthCheck.too_slow]
settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=slow_machines)
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=slow_machines)
settings.load_profile("quick")


def pytest_collection_finish() -> None:
    """Spare the collector what stays for the whole run: thousands of tests and all that they import."""
    gc.collect()
    gc.freeze()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramReceiver]:
    """A Bot API server on loopback that reads markup as Telegram does, where TDLib is installed."""
    receiver = TelegramReceiver(parse=parse_html)
    async with receiver:
        yield receiver
