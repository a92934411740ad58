"""A webhook: signed JSON to an address of yours."""

from notifiers.webhook.channel import Webhook
from notifiers.webhook.options import Options

__all__ = ["Options", "Webhook"]
