"""Addresses in what people write become links that say where they lead; all else stays text."""

import re
import unicodedata
from typing import Final
from urllib.parse import SplitResult, urlsplit

from markupsafe import Markup, escape

from tappa.web.shell.plain import CONTROLS

# A backslash is a slash to browsers and none to us, and what turns the direction of writing would show an address
# backwards: both end it.
_ADDRESS: Final = re.compile(rf"https?://[^\s<>\"\\{CONTROLS}]+", re.IGNORECASE)
_AFTER: Final = ".,:;!?'*_~»”’"  # what ends a sentence, not an address
_LINK: Final = Markup('<a href="{}" dir="ltr" target="_blank" rel="noopener noreferrer nofollow ugc">{}</a>')
_HOST: Final = Markup(' <bdi class="link-host" dir="ltr">({})</bdi>')
_LONGEST_HOST: Final = 253
_MARKS: Final = frozenset({"Mn", "Mc"})


def linked(text: str) -> Markup:
    """The text, escaped, with its web addresses as links that tell the other side nothing of this page.

    Where an address can be taken for another (letters that look like others, a name before an "@") the host that it
    leads to stands behind it. One whose host makes no sense is no link.
    """
    if "://" not in text:
        return escape(text)
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _without_what_follows(found[0])
        parts += [escape(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def _link(address: str) -> Markup:
    try:
        parts = urlsplit(address)
        written, port = parts.hostname or "", parts.port
    except ValueError:
        return escape(address)
    host = _ascii(written)
    if not host:
        return escape(address)
    if host == written and "@" not in parts.netloc:
        return _LINK.format(address, address)
    return _LINK.format(_to(parts, host, port), address) + _HOST.format(host)


def _to(parts: SplitResult, host: str, port: int | None) -> str:
    """The address with the host as it is looked up, and without what stood before an "@"."""
    return parts._replace(netloc=host if port is None else f"{host}:{port}").geturl()


def _ascii(host: str) -> str:
    """The host as it is looked up, "" for what is none."""
    if host.startswith("[") or ":" in host or len(host) > _LONGEST_HOST:
        return ""
    labels = unicodedata.normalize("NFKC", host).lower().replace("。", ".").split(".")
    return ".".join(map(_label, labels)) if all(map(_is_label, labels)) else ""


def _is_label(label: str) -> bool:
    return bool(label) and all(
        letter.isalnum() or letter in "-_" or unicodedata.category(letter) in _MARKS for letter in label
    )


def _label(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


def _without_what_follows(address: str) -> str:
    """A closing bracket belongs to the address only where it was opened in it."""
    # Counted once: a stranger's message of sixty thousand brackets held up whoever opened its thread.
    spare = {closing: address.count(closing) - address.count(opening) for opening, closing in ("()", "[]")}
    end = len(address)
    while end and (address[end - 1] in _AFTER or spare.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in spare:
            spare[address[end]] -= 1
    return address[:end]
