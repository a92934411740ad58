"""Reads a listing that the operator points at: a file, or an address."""

from __future__ import annotations
