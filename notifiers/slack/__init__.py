"""Slack: Block Kit messages through a bot token or an incoming webhook, and what people say to an app."""

from notifiers.slack.channel import Slack
from notifiers.slack.events import Event, Opened, Pressed, Said, Submitted, event_id, event_of
from notifiers.slack.failures import NotLetIn
from notifiers.slack.login import Login
from notifiers.slack.options import Options
from notifiers.slack.socket_mode import receive
from notifiers.slack.web_api import WebApi

__all__ = [
    "Event",
    "Login",
    "NotLetIn",
    "Opened",
    "Options",
    "Pressed",
    "Said",
    "Slack",
    "Submitted",
    "WebApi",
    "event_id",
    "event_of",
    "receive",
]
