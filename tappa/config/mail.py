"""How mails leave: by SMTP where an address is given, else into the log, where whoever runs Tappa finds the links."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS: Final = "django.core.mail.backends"
SCHEMES: Final = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """Django's settings of mail. `tls` is STARTTLS, `ssl` TLS from the start."""

    backend: str = f"{BACKENDS}.console.EmailBackend"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False


def read_smtp_url(url: str, *, public_url: str) -> Mail:
    """`smtp://user:password@host:587` (STARTTLS; plain without a user, for a relay on the same machine),
    `smtps://user:password@host:465`, or "" for the log. Raises ImproperlyConfigured for anything else.

    Links in mails that leave the house are made from `public_url` alone: by the Host header of a request, anybody
    could have the link to somebody's new password lead to themselves.
    """
    if not url:
        return Mail()
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ImproperlyConfigured("TAPPA_SMTP_URL must be smtp://user:password@host:587 or smtps://…:465.")
    if not public_url:
        raise ImproperlyConfigured("TAPPA_SMTP_URL needs TAPPA_PUBLIC_URL: the links in mails lead there.")
    return Mail(
        backend=f"{BACKENDS}.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or SCHEMES[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtp" and bool(parts.username),
        ssl=parts.scheme == "smtps",
    )
