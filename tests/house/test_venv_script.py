"""script/lib/venv.sh does what is missing and nothing else. Python itself is a stand-in here that writes down its calls:
the real one takes half a minute and a package registry."""

import fcntl
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from tests.house.source import ROOT, write_tree

PYTHON = """#!/bin/bash
case "$*" in
  "-c"*) exit 0 ;;
  "--version") echo "Python 3.11.0" ;;
  "-m venv"*) echo "venv" >>"$CALLS"; mkdir -p "${@: -1}/bin"; cp "$0" "${@: -1}/bin/python" ;;
  "-m pip install"*" -r "*) echo "pip $(basename "${@: -1}")" >>"$CALLS"; exit "${PIP_EXIT:-0}" ;;
  "-m pip install"*) echo "pip project" >>"$CALLS" ;;
esac
"""
FILES = {
    "requirements/run.in": "a\n",
    "requirements/run.txt": "a==1\n",
    "requirements/develop.txt": "a==1\nb==1\n",
    "pyproject.toml": "",
    "path/python3": PYTHON,
    "path/old-python": "#!/bin/bash\nexit 1\n",
}


class Checkout:
    """A made checkout with a stand-in Python first in its path."""

    def __init__(self, root: Path) -> None:
        self.root = write_tree(root, FILES)
        for name in ("python3", "old-python"):
            (root / "path" / name).chmod(0o755)
        (root / "script").mkdir()
        shutil.copytree(ROOT / "script" / "lib", root / "script" / "lib")

    def ensure(self, what: str, **environment: str) -> tuple[int, list[str], str]:
        """Run `ensure_venv what`; returns the exit code, what Python was asked, and what was said."""
        calls = self.root / "calls"
        calls.write_text("")
        ran = subprocess.run(
            [
                "bash",
                "-euo",
                "pipefail",
                "-c",
                f". '{self.root}/script/lib/venv.sh'; ensure_venv {what}; env >environment; echo on",
            ],
            cwd=self.root,
            env={"PATH": f"{self.root}/path:{os.environ['PATH']}", "CALLS": str(calls), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ("on" in ran.stdout.splitlines()) == (ran.returncode == 0)
        return ran.returncode, calls.read_text().splitlines(), ran.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """With spaces in its path, as people have."""
    return Checkout(tmp_path / "my checkout")


def test_the_first_time_everything_is_made_and_the_second_time_nothing(checkout: Checkout) -> None:
    assert checkout.ensure("run")[:2] == (0, ["venv", "pip run.txt", "pip project"])
    assert checkout.ensure("run") == (0, [], "")


def test_what_develops_also_runs(checkout: Checkout) -> None:
    assert checkout.ensure("develop")[1] == ["venv", "pip develop.txt", "pip project"]
    assert checkout.ensure("run")[1] == []


def test_a_changed_lock_is_installed_again_and_nothing_else(checkout: Checkout) -> None:
    checkout.ensure("run")
    write_tree(checkout.root, {"requirements/run.txt": "a==2\n"})
    assert checkout.ensure("run")[1] == ["pip run.txt"]


def test_changed_requirements_install_the_project_again(checkout: Checkout) -> None:
    checkout.ensure("run")
    write_tree(checkout.root, {"pyproject.toml": "[project]\n"})
    assert checkout.ensure("run")[1] == ["pip project"]


def test_what_failed_is_said_and_tried_again(checkout: Checkout) -> None:
    code, asked, said = checkout.ensure("run", PIP_EXIT="1")
    assert (code, asked) == (1, ["venv", "pip run.txt"])
    assert "requirements/run.txt could not be installed" in said
    assert "check the network" in said
    assert checkout.ensure("run")[:2] == (0, ["pip run.txt", "pip project"])


def test_a_venv_half_made_or_moved_is_made_anew(checkout: Checkout) -> None:
    checkout.ensure("run")
    (checkout.root / ".venv" / ".tappa" / "made").unlink()
    assert checkout.ensure("run")[1][0] == "venv"
    moved = checkout.root.with_name("elsewhere")
    checkout.root.rename(moved)
    checkout.root = moved
    assert checkout.ensure("run")[1][0] == "venv"


def test_the_named_python_is_taken_or_refused_never_passed_over(checkout: Checkout) -> None:
    code, asked, said = checkout.ensure("run", TAPPA_PYTHON="old-python")
    assert (code, asked) == (1, [])
    assert "TAPPA_PYTHON names old-python" in said
    assert checkout.ensure("run", TAPPA_PYTHON="python3")[0] == 0


def test_compiled_python_is_kept_whatever_the_machine_is_set_to(checkout: Checkout) -> None:
    checkout.ensure("run", PYTHONDONTWRITEBYTECODE="1", LEFT_ALONE="1")
    environment = (checkout.root / "environment").read_text()
    assert "LEFT_ALONE=1" in environment
    assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_who_comes_second_says_that_it_waits(checkout: Checkout) -> None:
    venv = checkout.root / ".venv"
    venv.mkdir()
    folder = os.open(venv, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        threading.Timer(0.5, fcntl.flock, (folder, fcntl.LOCK_UN)).start()
        code, _asked, said = checkout.ensure("run")
    finally:
        os.close(folder)
    assert code == 0
    assert "Waiting for another script" in said
