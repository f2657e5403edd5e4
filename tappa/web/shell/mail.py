"""Mails: sent now, in plain text, with links that lead to the public address."""

import logging
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

LOGGER: Final = logging.getLogger("tappa.mail")


def send(to: str, *, subject: str, text: str) -> bool:
    """Send a mail. False, with a line in the log, when the server for mail does not take it: what the mail was about
    is done all the same, and can be asked for again."""
    message = EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to])
    try:
        message.send()
    except OSError as error:  # refused connections and all that smtplib says
        LOGGER.warning("a mail could not be sent: %s: %s", type(error).__name__, error)
        return False
    return True


def public_address(request: HttpRequest, address: str) -> str:
    """A path, or an address of ours, as others reach it."""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
