"""Channels that carry a message to people. Knows nothing of `watcher`."""
