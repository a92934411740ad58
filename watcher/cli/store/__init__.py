"""`watcher store`: checked, backed up, put back, made small; one file a command."""
