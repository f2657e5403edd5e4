"""What our processes say, line by line, on standard error: a terminal, a journal or a container's log keeps it."""

import logging
import time
from typing import Final

FORMAT: Final = "%(asctime)s.%(msecs)03dZ %(message)s"
TIME: Final = "%Y-%m-%dT%H:%M:%S"


def set_up_logs() -> None:
    """Log at INFO, with times in UTC. Called once by each process's entry point."""
    formatter = logging.Formatter(FORMAT, TIME)
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # our own lines tell it, without the query
    # Anyone may send a strange Host or a form that is not ours: the request's line tells of it. Django's own has a trace
    # for each, which would fill the disk, or the whole path, in which the links of mails carry their secret.
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
