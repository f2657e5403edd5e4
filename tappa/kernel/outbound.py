"""HTTP to addresses that people of a workspace have set: guarded, bounded, and without a trace of what is secret.

A name is resolved once, the addresses are judged, and the connection goes to the very address that was judged: a name
that answers differently the second time (DNS rebinding) gains nothing. No redirect is followed, for it would be judged
by nobody; no proxy of the environment is used.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

import httpcore
from django.utils.translation import gettext as _

from tappa import __version__
from tappa.kernel.errors import Invalid
from tappa.kernel.guarded_network import AddressRefused, Deadline, GuardedNetwork

# Well below the thirty seconds after which clients and proxies give up as a rule: at the same limit as theirs it would
# be chance who gives up first.
TIME_LIMIT_SECONDS: Final = 20.0
LOOK_SECONDS: Final = 3.0
ANSWER_LIMIT_BYTES: Final = 64 * 1024
URL_LIMIT: Final = 2000
USER_AGENT: Final = f"Tappa/{__version__}"
_NUMBER: Final = re.compile(r"^\[Errno -?\d+\] ")
_PORTS: Final = {"http": 80, "https": 443}
_AS_WRITTEN: Final = "".join(map(chr, range(0x21, 0x7F)))  # only what is no ASCII is percent-encoded


class Unreachable(Exception):
    """No answer came. `reason` is a sentence for a person; `final`: trying again would end the same way."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered: status, headers by lower-case name, and at most 64 KiB of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def check_url(url: str, *, field: str) -> str:
    """The URL, when it is one we could post to. Raises Invalid naming the field.

    Refused: anything but http and https, names and passwords inside (they would end in logs), fragments, spaces.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
        _ascii_host(parts)
    except ValueError:  # a port that is no number, brackets that do not close, a name that is none
        usable = False
    if not usable or len(url) > URL_LIMIT or not url.isprintable() or " " in url:
        raise Invalid(
            _("%(field)s must be an address that begins with http:// or https://, such as %(example)s.")
            % {"field": field, "example": "https://bridge.example.com/tappa"},
            field=field,
        )
    if "@" in parts.netloc or "#" in url:
        raise Invalid(
            _("%(field)s must not carry a user name, a password or a fragment.") % {"field": field},
            field=field,
        )
    return url


def private_address(url: str) -> str:
    """The sentence with which a post to this URL would be refused for leading into a private network, "" when it leads
    nowhere private as far as can be told just now."""
    parts = urlsplit(url)
    network = GuardedNetwork(Deadline(LOOK_SECONDS), allow_private=False)
    try:
        network.permitted(_ascii_host(parts), parts.port or _PORTS[parts.scheme])
    except AddressRefused as refusal:
        return str(refusal)
    except (httpcore.NetworkError, httpcore.TimeoutException):
        return ""
    return ""


def post_json(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow_private: bool,
    time_limit: float = TIME_LIMIT_SECONDS,
) -> Answer:
    """POST a JSON body and return the answer, whatever its status. Raises Unreachable when none came in time.

    `time_limit` is in seconds and covers everything: resolving, connecting, sending, and the last byte of the answer.
    May be called from many threads at once.
    """
    deadline = Deadline(time_limit)
    request = httpcore.Request("POST", _target(url), headers=_header_lines(url, headers, body), content=body)
    try:
        network = GuardedNetwork(deadline, allow_private=allow_private)
        with httpcore.ConnectionPool(
            ssl_context=_ssl_context() if url.startswith("https") else None,
            network_backend=network,
            max_keepalive_connections=0,
        ) as pool:
            return _read(pool.handle_request(request))
    except AddressRefused as error:
        raise Unreachable(str(error), final=True) from None
    except httpcore.TimeoutException:
        raise Unreachable(_("No answer within %(seconds)g seconds.") % {"seconds": time_limit}) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise Unreachable(_reason(error)) from None


def _read(response: httpcore.Response) -> Answer:
    """The head of the answer, and as much of the body as we are willing to hold."""
    body = bytearray()
    try:
        for part in response.iter_stream():
            body += part
            if len(body) > ANSWER_LIMIT_BYTES:
                break
    finally:
        response.close()
    names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    return Answer(response.status, names, bytes(body[:ANSWER_LIMIT_BYTES]))


def _target(url: str) -> httpcore.URL:
    """The URL taken apart once, by the same reader that judged it: two readers may see two hosts in one text."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unreachable(_("The address does not begin with http:// or https://."), final=True)
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_AS_WRITTEN)
    return httpcore.URL(
        scheme=parts.scheme.encode(),
        host=_ascii_host(parts).encode(),
        port=parts.port,
        target=path.encode(),
    )


def _ascii_host(parts: SplitResult) -> str:
    """The host as the network writes it. Raises ValueError for a name that cannot be written so."""
    host = parts.hostname or ""
    return host if host.isascii() else host.encode("idna").decode()


def _header_lines(url: str, headers: Mapping[str, str], body: bytes) -> list[tuple[str, str]]:
    parts = urlsplit(url)
    host = _ascii_host(parts)
    host = f"[{host}]" if ":" in host else host
    if parts.port is not None and parts.port != _PORTS.get(parts.scheme):
        host = f"{host}:{parts.port}"
    ours = {
        "Host": host,
        "User-Agent": USER_AGENT,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    return list((ours | dict(headers)).items())


@cache
def _ssl_context() -> SSLContext:
    """The certificates that come with the program, and those the operator trusts on this machine."""
    context = httpcore.default_ssl_context()
    context.load_default_certs()
    return context


def _reason(error: Exception) -> str:
    """What went wrong, in the system's words and without our headers or body in it."""
    if isinstance(error, httpcore.ConnectError | OSError):
        why = _NUMBER.sub("", str(error)).rstrip(".")
        return _("The connection failed: %(why)s.") % {"why": why}
    return _("The connection broke off before a whole answer came.")
