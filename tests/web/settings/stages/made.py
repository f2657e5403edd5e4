"""Drafts made by hand, for what is decided without a database."""

from collections.abc import Iterable

from tappa.core.lifecycle.rules import Kind
from tappa.web.settings.stages.drafts import PageDraft, Row


def row(key: str, name: str = "", kind: Kind = Kind.LIFECYCLE, **texts: str) -> Row:
    """A row; its name is its key in capitals unless another is given."""
    return Row(key=key, kind=kind, name=name or key.upper(), **texts)


def draft(*rows: Row, default: str = "", won: str = "", version: int = 1) -> PageDraft:
    """A draft of these rows."""
    return PageDraft(version=version, rows=rows, default=default, won=won)


def keys(rows: Iterable[Row]) -> list[str]:
    """The keys of rows, in order."""
    return [each.key for each in rows]
