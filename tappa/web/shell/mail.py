"""Mails: sent now, in plain text, with links that lead to the public address."""

import logging
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from tappa.kernel.places import ADDRESS_FILE

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
    """A path, or an address of ours, as others reach it: for the page of whoever asks, and never for a mail."""
    path = _path_of(address)
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def mail_address(address: str) -> str:
    """The same for mails, which others read than who asked for them. Without a public address they stay in the log, and
    lead to where this server listens: not to the host that a request names, by which anybody could have the link to
    somebody's new password lead to themselves, and wait for it to be passed on."""
    return f"{settings.PUBLIC_URL or _listening()}{_path_of(address)}"


def _listening() -> str:
    """Where this server answers, as `tappa serve` has noted it; "" where it has not."""
    try:
        return (settings.DATA / ADDRESS_FILE).read_text().strip()
    except FileNotFoundError:
        return ""


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
