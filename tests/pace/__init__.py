"""A queue of alerts against a Bot API server that counts as Telegram does."""
