"""`watcher watches`: watches kept by hand, tried out, and moved; one file a command."""
