"""Storeys and the order of rooms, by import-linter under the contracts of pyproject.toml."""

import os
import subprocess
import sys
from pathlib import Path


def broken_contracts(root: Path) -> str:
    """What import-linter says of the tree below `root`, or "" when every contract is kept."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    linted = subprocess.run(
        [*command, "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if linted.returncode == 0 else linted.stdout + linted.stderr


def ruff_findings(root: Path, path: str, code: str) -> str:
    """What ruff says of `code` if it stood at `path` in the project below `root`."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--output-format",
        "concise",
        "--stdin-filename",
        path,
        "-",
    ]
    return subprocess.run(command, cwd=root, input=code, capture_output=True, text=True, check=False).stdout
