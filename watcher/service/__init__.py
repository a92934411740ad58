"""The parts put together into a running service, and what is said to and of it."""
