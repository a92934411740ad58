"""Small loopback servers that take messages the way Slack, Telegram and a mail server do."""
