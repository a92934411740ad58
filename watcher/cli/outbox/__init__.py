"""`watcher outbox`: what is owed to whom, why it waits, and a person's word on it; one file a command."""
