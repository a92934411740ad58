"""Email over SMTP: one message of text and HTML to one address; over IMAP, what came back."""

from notifiers.email.channel import Email
from notifiers.email.mailbox import Mailbox, MailboxError
from notifiers.email.options import Login, MailboxLogin, Options

__all__ = ["Email", "Login", "Mailbox", "MailboxError", "MailboxLogin", "Options"]
