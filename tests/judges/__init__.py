"""Clients and servers that others wrote, to judge ours and our doubles by. Installed on first use."""
