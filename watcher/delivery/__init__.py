"""From the outbox to a receipt: claims, paces, messages, and what becomes of those that fail."""
