"""A clock that is off by as many seconds as a file says, at each moment."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import time_machine

LOOK_SECONDS: Final = 0.05


def follow(file: str) -> None:
    """Have this process's clock do so from now on."""
    clock = time_machine.travel(datetime.now(UTC), tick=True).start()

    def look() -> None:
        off = 0.0
        while True:
            wanted = float(Path(file).read_text() or off)  # empty while it is being written
            if wanted != off:
                clock.shift(wanted - off)
                off = wanted
            time.sleep(LOOK_SECONDS)

    threading.Thread(target=look, name="clock", daemon=True).start()
