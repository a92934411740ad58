"""Queries: what a watch means, and which watches an article meets."""
