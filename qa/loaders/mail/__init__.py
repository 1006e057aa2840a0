"""Mail: single messages, mailboxes of many, and those of Outlook; each with its attachments."""

from qa.loaders.mail.single import extract

__all__ = ["extract"]
