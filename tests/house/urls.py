"""Every address names who may use it."""

from collections.abc import Iterable, Iterator, Mapping

from django.urls import URLPattern, URLResolver

from tappa.core.accounts.grants import Permission, Scope
from tappa.kernel.access import Open


def without_permission(patterns: Iterable[URLPattern | URLResolver], prefix: str = "/") -> list[str]:
    """Addresses whose view carries no `permission`: a Permission, a Scope, one for each method, or Open with a reason."""
    return [
        f"{address} names no permission: put @guarded(…) or @open_to(…) of kernel/access.py on its view."
        for address, view in _views(patterns, prefix)
        if not _is_permission(getattr(view, "permission", None))
    ]


def _is_permission(value: object) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and all(_is_permission(each) for each in value.values())
    return isinstance(value, Permission | Scope) or (isinstance(value, Open) and bool(value.why))


def _views(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, address)
        else:
            yield address, pattern.callback
