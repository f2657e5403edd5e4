"""The ground is begun anew where its making was interrupted, and nothing else is ever removed."""

import fcntl
from pathlib import Path

import pytest

from tappa.kernel.postgres.place import HOME_SETTING
from tappa.kernel.postgres.status import LOCK
from tests.bench.ground import BEGUN, kept_data, remove_half_made
from tests.house.source import write_tree


def test_what_an_interrupted_making_left_is_removed_also_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_SETTING, str(tmp_path / "home"))
    write_tree(tmp_path, {"300/begun": "", "300/instance-id": "abc\n", "home/abc/postgres/PG_VERSION": "18"})
    (tmp_path / "300" / "postgres").symlink_to(tmp_path / "home" / "abc" / "postgres")
    remove_half_made(tmp_path / "300")
    assert not (tmp_path / "300").exists()
    assert list((tmp_path / "home").iterdir()) == []


def test_what_the_bench_did_not_begin_is_refused_and_stays(tmp_path: Path) -> None:
    write_tree(tmp_path, {"300/letters.txt": "of somebody's"})
    with pytest.raises(SystemExit, match="was not begun by the bench"), kept_data(tmp_path, 300):
        pass
    assert (tmp_path / "300" / "letters.txt").exists()


def test_data_in_which_a_server_runs_is_refused_and_stays(tmp_path: Path) -> None:
    write_tree(tmp_path, {f"300/{BEGUN}": "", f"300/{LOCK}": "1\n"})
    with (tmp_path / "300" / LOCK).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SystemExit, match="A server runs in"), kept_data(tmp_path, 300):
            pass
    assert (tmp_path / "300" / BEGUN).exists()


def test_a_disk_that_is_too_small_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"contacts need about .* GB in"), kept_data(tmp_path, 10**12):
        pass
    assert not (tmp_path / str(10**12)).exists()
