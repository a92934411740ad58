"""The page that shows what the bot is doing, and its health check."""
