"""What our processes say, line by line, on standard error: a terminal, a journal or a container's log keeps it."""

import logging
import time
from typing import Final

FORMAT: Final = "%(asctime)s.%(msecs)03dZ %(message)s"
TIME: Final = "%Y-%m-%dT%H:%M:%S"


class _Lines(logging.Formatter):
    """Times in UTC. Writing out a second takes as long as the rest of a line, and there are many lines in one."""

    _written: tuple[int, str] = (0, "")  # together, for threads: the second and its text

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802  logging names them
        """The record's second."""
        second, text = self._written
        if second != int(record.created):
            second = int(record.created)
            text = time.strftime(TIME, time.gmtime(second))
            self._written = (second, text)
        return text


def set_up_logs() -> None:
    """Log at INFO, with times in UTC. Called once by each process's entry point."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines(FORMAT))
    # What no line of ours tells is not looked up either (the standard library's documentation, "Optimization").
    logging._srcfile = None  # noqa: SLF001
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # our own lines tell it, without the query
    # Anyone may send a strange Host or a form that is not ours: the request's line tells of it. Django's own has a trace
    # for each, which would fill the disk, or the whole path, in which the links of mails carry their secret.
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
