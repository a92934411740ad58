"""What waits for a time: digests, mutes, quiet hours."""
