"""Every address of the site, as Django's resolver knows them, and how to fill the parts of one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tappa.core.accounts.grants import Permission
from tappa.kernel.access import Open

CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address: `w/<slug:slug>/contacts/<int:contact_id>`. `permission` is what its view says about itself."""

    address: str
    name: str
    view: Any

    @property
    def permission(self) -> Any:
        """A Permission, scopes by method, or Open."""
        return self.view.permission

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what stands in angle brackets."""
        return tuple(CONVERTED.findall(self.address))

    @property
    def is_api(self) -> bool:
        """Whether a token is asked for, and not a session."""
        return self.address.startswith("v2/")

    @property
    def is_of_members(self) -> bool:
        """Whether it is a page for members of a workspace."""
        return isinstance(self.permission, Permission)

    @property
    def is_open(self) -> bool:
        """Whether no permission guards it."""
        return isinstance(self.permission, Open)

    def path(self, values: Mapping[str, object]) -> str:
        """The path with its parts filled."""
        return "/" + CONVERTED.sub(lambda part: str(values[part[1]]), self.address)


def routes() -> list[Route]:
    """All of them; those of regular expressions under what they look like to people."""
    return list(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        address = before + _plain(pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, address)
        else:
            yield Route(address, pattern.name or "", pattern.callback)


def _plain(pattern: URLPattern | URLResolver) -> str:
    """A regular expression as an address: groups by name in angle brackets, what may be missing left away."""
    text = str(pattern.pattern)
    if not text.startswith("^") and "(?" not in text:
        return text
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", text.lstrip("^").rstrip("$"))
    return re.sub(r"\(\?:[^)]*\)\?|/\?", "", text).replace("\\", "")
