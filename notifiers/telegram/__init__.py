"""Telegram through its Bot API: alerts go out, commands come in. No other package knows its library."""
