"""A Bot API server on loopback that keeps what bots send and says what people type."""

from watcher.demo.receivers.telegram.chats import ApiError, Parse, Received
from watcher.demo.receivers.telegram.server import TelegramReceiver

__all__ = ["ApiError", "Parse", "Received", "TelegramReceiver"]
