"""Postfix and Dovecot, as distributions have them, on ports of loopback: what really becomes of a mail."""
