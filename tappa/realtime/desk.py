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
            return await asyncio.get_running_loop().run_in_executor(self.thread, _answer, question)
        finally:
            self.asking -= 1
            # Only here is it known that nobody waits: the thread runs ahead of those whom it has answered.
            if not self.asking:
                self.thread.submit(_give_back)


def _give_back() -> None:
    connection.close()  # each thread has its own: this is the desk's only where the desk's thread asks for it


def _answer(question: Callable[[], Answer]) -> Answer:
    connection.close_if_unusable_or_obsolete()
    return question()
