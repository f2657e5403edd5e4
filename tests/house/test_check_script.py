"""What script/check is asked beyond its own parts: it refuses what it does not know, and its audit never passes for one
that was not made. pip-audit and npm are stand-ins here: the real ones ask the network."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT, write_tree

PYTHON = """#!/bin/bash
case "$*" in
  "-c"*) exit 0 ;;
  "-m venv"*) echo venv >>"$CALLS"; mkdir -p "${@: -1}/bin"; cp "$0" "${@: -1}/bin/python"; cp "$PIP_AUDIT" "${@: -1}/bin/pip-audit" ;;
  "-m pip install"*) echo "pip $(basename "${@: -1}")" >>"$CALLS" ;;
esac
"""
ASKED = """#!/bin/bash
[[ "$*" != *{name}* ]] || {{ echo "{answer}"; echo "{error}" >&2; exit {code}; }}
"""
FINE = ASKED.format(name="nothing", answer="", error="", code=0)
UNREACHED = ASKED.format(name="", answer="", error="Name or service not known", code=1)
FOUND = ASKED.format(name="run.txt", answer="django 1.0 PYSEC-1", error="Found 1", code=1)


class Checkout:
    """A made checkout with stand-ins first in its path."""

    def __init__(self, root: Path) -> None:
        locks = {f"requirements/{name}.txt": "a==1\n" for name in ("audit", "run")}
        self.root = write_tree(root, {**locks, "path/python3": PYTHON})
        shutil.copytree(ROOT / "script", root / "script")

    def check(
        self, *words: str, pip_audit: str = FINE, npm: str = FINE
    ) -> "subprocess.CompletedProcess[str]":
        """Run script/check with these words."""
        write_tree(self.root, {"path/npm": npm, "path/pip-audit": pip_audit, "calls": ""})
        for program in (self.root / "path").iterdir():
            program.chmod(0o755)
        environment = {"CALLS": str(self.root / "calls"), "PIP_AUDIT": str(self.root / "path" / "pip-audit")}
        return subprocess.run(
            [str(self.root / "script" / "check"), *words],
            env={"PATH": f"{self.root}/path:{os.environ['PATH']}", **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """With spaces in its path, as people have."""
    return Checkout(tmp_path / "my checkout")


@pytest.mark.parametrize("words", [("--fast",), ("--audit", "now"), ("tests/core",)])
def test_an_unknown_argument_is_refused_before_anything_is_done(
    checkout: Checkout, words: tuple[str, ...]
) -> None:
    done = checkout.check(*words)
    assert done.returncode == 2
    assert done.stderr == f"script/check takes no argument but --audit, and was given: {' '.join(words)}\n"
    assert not (checkout.root / ".venv").exists()


def test_an_audit_that_finds_nothing_says_ok_of_every_lock(checkout: Checkout) -> None:
    done = checkout.check("--audit")
    assert done.returncode == 0, done.stderr
    names = ["requirements/audit.txt", "requirements/run.txt", "package-lock.json"]
    assert done.stdout.splitlines() == [f"ok         {name}" for name in names]
    assert (checkout.root / "calls").read_text().splitlines() == ["venv", "pip audit.txt"]
    assert checkout.check("--audit").returncode == 0
    assert (checkout.root / "calls").read_text() == "", "its tools were there"


def test_what_is_found_is_shown_and_fails(checkout: Checkout) -> None:
    done = checkout.check("--audit", pip_audit=FOUND)
    assert done.returncode == 1
    assert "FAILED     requirements/run.txt\ndjango 1.0 PYSEC-1\n" in done.stdout
    assert "ok         requirements/audit.txt" in done.stdout


@pytest.mark.parametrize("unreached", ["pip_audit", "npm"])
def test_a_service_that_is_not_reached_is_no_pass(checkout: Checkout, unreached: str) -> None:
    done = checkout.check("--audit", **{unreached: UNREACHED})
    assert done.returncode == 3
    name = {"pip_audit": "requirements/run.txt", "npm": "package-lock.json"}[unreached]
    assert f"not asked  {name}\nName or service not known\n" in done.stdout
    assert "The audit is not whole: what was not asked says why above." in done.stderr
