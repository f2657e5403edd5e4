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
    # Anyone may send a strange Host: the request's line tells of its 400, a trace per request would fill the disk.
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
