"""Ground for real PostgreSQL servers: an open folder that PostgreSQL's account can enter, watched for leftovers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tappa.kernel.postgres.binaries import Binaries, every_binaries

collect_ignore = [] if os.geteuid() == 0 else ["test_as_root.py"]
PASSWORD = "it's 100% /secret"


def processes_about(folder: Path) -> list[str]:
    """The command lines of running processes that name `folder`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(folder) in line:
                found.append(f"{entry.name}: {line.decode(errors='replace')}")
    return found


@pytest.fixture(params=every_binaries(), ids=lambda binaries: f"{binaries.version}")
def binaries(request: pytest.FixtureRequest) -> Binaries:
    """Each PostgreSQL of this machine in turn."""
    found: Binaries = request.param
    return found


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder open to all (pytest's own is closed to others); nothing may still run about it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tappa-pg-", dir="/tmp"))
    folder.chmod(0o755)
    monkeypatch.setenv("TAPPA_POSTGRES_HOME", str(folder / "home"))
    monkeypatch.delenv("TAPPA_POSTGRES_BIN", raising=False)
    monkeypatch.delenv("TAPPA_POSTGRES_USER", raising=False)
    yield folder
    left = processes_about(folder)
    shutil.rmtree(folder)
    assert left == []


@pytest.fixture
def data(ground: Path) -> Path:
    """An empty data directory."""
    folder = ground / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def password() -> str:
    """An owner's password with every character that a URL minds."""
    return PASSWORD
