"""How a process becomes a writer of the demo. Imports no models: Django is not set up when it begins."""

import gc
import signal
from typing import Any

import django
from django.db import connections

from tappa.kernel.postgres.child import die_with


def become_writer(parent: int, database: dict[str, Any]) -> None:
    """In a new process: never outlive the command, leave Ctrl-C to it, and use its database."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with(parent, signal.SIGKILL)
    gc.disable()  # lives hold no circles, and looking for them is time lost
    django.setup()
    connections.databases["default"].update(database)
