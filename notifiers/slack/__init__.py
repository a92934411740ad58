"""Slack: Block Kit messages through a bot token or an incoming webhook, and what people say to an app."""
