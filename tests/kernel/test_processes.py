"""The keeper of child processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tappa.kernel.processes import Child, Keeper, launch
from tests.support.running import eventually, is_running

PATIENT = "import time\nwhile True: time.sleep(60)"
STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\nwhile True: time.sleep(60)"
# A keeper in a process of its own, for attend() takes signals: it keeps one child and writes its id into a file.
KEEPING = """
import sys
from pathlib import Path
from tappa.kernel.processes import Keeper, launch

def child():
    process = launch([sys.executable, "-c", sys.argv[2]])
    with Path(sys.argv[1]).open("a") as ids:
        ids.write(f"{process.pid}\\n")
    return process

keeper = Keeper(print)
keeper.keep("sleeper", child)
keeper.attend()
keeper.stop(keeper.children, grace=5)
"""


def test_stop_ends_children_in_order_and_the_hard_way_where_needed(tmp_path: Path) -> None:
    said: list[str] = []
    keeper = Keeper(said.append)
    log = tmp_path / "log"
    with log.open("wb") as output:
        patient = keeper.keep("patient", lambda: launch([sys.executable, "-c", PATIENT]))
        stubborn = keeper.keep("stubborn", lambda: launch([sys.executable, "-c", STUBBORN], output=output))
        assert eventually(lambda: "deaf" in log.read_text())
    keeper.stop(keeper.children, grace=0.5)
    assert patient.process is not None
    assert patient.process.returncode == -signal.SIGTERM
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL
    assert [line.partition(" ")[0] for line in said] == ["stubborn"]
    assert keeper.children == []


def test_what_dies_is_started_again_and_all_ends_on_sigterm(tmp_path: Path) -> None:
    ids = tmp_path / "ids"
    keeping = _keeping(ids)
    assert eventually(lambda: len(_read(ids)) == 1)
    os.kill(_read(ids)[0], signal.SIGKILL)
    assert eventually(lambda: len(_read(ids)) == 2)
    keeping.terminate()
    said, _ = keeping.communicate(timeout=10)
    assert keeping.returncode == 0
    assert "starting it again" in said
    assert [pid for pid in _read(ids) if is_running(pid)] == []


def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    ids = tmp_path / "ids"
    keeping = _keeping(ids)
    assert eventually(lambda: len(_read(ids)) == 1)
    keeping.kill()
    keeping.communicate(timeout=10)
    assert eventually(lambda: not is_running(_read(ids)[0]), seconds=2)


def test_falls_in_a_row_make_the_pauses_longer() -> None:
    child = Child("short", lambda: launch(["true"]))
    for pause in (0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0):
        child.start()
        assert child.process is not None
        child.process.wait()
        before = time.monotonic()
        child.note_death()
        # The pause begins at some moment between the two, however long a busy machine lets pass there.
        assert before + pause <= child.due <= time.monotonic() + pause


def _keeping(ids: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", KEEPING, str(ids), PATIENT], stdout=subprocess.PIPE, text=True
    )


def _read(ids: Path) -> list[int]:
    return [int(line) for line in ids.read_text().split()] if ids.exists() else []
