"""Email over SMTP: one message of text and HTML to one address."""

from notifiers.email.channel import Email
from notifiers.email.options import Login, Options

__all__ = ["Email", "Login", "Options"]
