"""The one thread that asks the database by the ORM: who may listen. Its connection is given back as soon as nobody
waits, so that an open page holds neither a thread nor a connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


class Desk:
    """Questions are answered one after the other; a storm of pages that come back shares one connection."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="live-desk")
        self.asking = 0

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """The question's answer, or what it raises."""
        self.asking += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.thread, self._answer, question)
        finally:
            self.asking -= 1

    def _answer(self, question: Callable[[], Answer]) -> Answer:
        try:
            connection.close_if_unusable_or_obsolete()
            return question()
        finally:
            if self.asking <= 1:  # none but the one that has just been answered
                connection.close()
