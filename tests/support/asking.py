"""Counting what the database is asked, by the ORM and by the hand-written statements alike."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that this thread sends to the database while the block lasts."""
    told: list[str] = []
    thread = threading.get_ident()
    execute, executemany = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def tell(statement: Any) -> None:
        if threading.get_ident() == thread:
            told.append(statement if isinstance(statement, str) else str(statement))

    def listening(self: Any, query: Any, *words: Any, **more: Any) -> Any:
        tell(query)
        return execute(self, query, *words, **more)

    def listening_many(self: Any, query: Any, *words: Any, **more: Any) -> Any:
        tell(query)
        return executemany(self, query, *words, **more)

    with (
        patch.object(psycopg.Cursor, "execute", listening),
        patch.object(psycopg.Cursor, "executemany", listening_many),
    ):
        yield told
