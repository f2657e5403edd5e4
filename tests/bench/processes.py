"""Processes that do a task each and begin at once. Each reads its task as one line of JSON, says "made" when it has prepared
what takes time, "ready" when its connection is open, waits for a line after each of these, and tells JSON."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

STEPS = ("made", "ready")


def at_once(program: Path, tasks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Have a process of its own do each task. Returns what they tell; raises AssertionError when one does not get ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-I", str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in tasks
    ]
    try:
        for process, task in zip(processes, tasks, strict=True):
            _tell(process, json.dumps(task))
        # No connection is opened before everybody has prepared: a server closes one that says nothing for seconds.
        for step in STEPS:
            for process in processes:
                assert _hear(process) == f"{step}\n", f"{program.name}: a process did not get {step}"
            for process in processes:
                _tell(process, "go")
        return [json.loads(_hear(process)) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _tell(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def _hear(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()
