"""Reads listings: bytes in, items out."""
