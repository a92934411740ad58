"""Slack: Block Kit messages through a bot token or an incoming webhook."""

from notifiers.slack.channel import Slack
from notifiers.slack.options import Options

__all__ = ["Options", "Slack"]
