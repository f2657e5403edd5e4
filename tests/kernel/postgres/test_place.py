"""Where things stand, and whom we do not trust."""

import os
from pathlib import Path

import pytest

from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.handover import make_folder, open_folders, write_file
from tappa.kernel.postgres.journal import rotate, tail
from tappa.kernel.postgres.place import choose_place, fits, instance_id
from tappa.kernel.postgres.server import open_server
from tappa.kernel.postgres.tuning import MIB, as_file, fitted_settings

# No test here cuts the power.
QUICK = {"fsync": "off"}


def test_the_socket_limit_is_counted_in_bytes() -> None:
    assert fits(Path("/" + "a" * 91))
    assert not fits(Path("/" + "a" * 93))
    assert not fits(Path("/" + "è" * 47))
    assert not fits(Path("/a,b"))


def test_a_planted_folder_or_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "open").chmod(0o755)
    (tmp_path / "file").touch()
    for name in ("link", "open", "file"):
        with pytest.raises(PostgresError, match="Remove it"):
            make_folder(tmp_path / name, None, 0o700)
    make_folder(tmp_path / "new", None, 0o700)
    make_folder(tmp_path / "new", None, 0o700)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_open_folders_leaves_existing_ones_alone(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    before = os.umask(0o077)
    try:
        open_folders(tmp_path / "closed" / "a" / "b")
    finally:
        os.umask(before)
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "closed" / "a" / "b").stat().st_mode & 0o777 == 0o755


def test_a_link_in_the_way_of_a_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "tappa.conf").symlink_to(tmp_path / "precious")
    write_file(tmp_path / "tappa.conf", "ours", None)
    assert (tmp_path / "precious").read_text() == "precious"
    assert (tmp_path / "tappa.conf").read_text() == "ours"
    assert (tmp_path / "tappa.conf").stat().st_mode & 0o777 == 0o600


def test_the_instance_keeps_its_id(tmp_path: Path) -> None:
    first = instance_id(tmp_path)
    assert len(bytes.fromhex(first)) == 6
    assert instance_id(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["instance-id"]


def test_a_link_to_nowhere_is_no_empty_database(data: Path) -> None:
    (data / "postgres").symlink_to(data / "gone")
    with pytest.raises(PostgresError, match="Bring that directory back"):
        choose_place(data)


def test_something_else_in_the_clusters_place_is_left_alone(data: Path, password: str) -> None:
    (data / "postgres").mkdir()
    (data / "postgres" / "letters").write_text("dear")
    if os.geteuid() == 0:
        os.chown(data / "postgres", 65534, 65534)
    with (
        pytest.raises(PostgresError, match="no PostgreSQL cluster"),
        open_server(data, owner_password=password, settings=QUICK),
    ):
        pytest.fail("it started")
    assert (data / "postgres" / "letters").read_text() == "dear"


def test_the_log_stays_small(tmp_path: Path) -> None:
    log = tmp_path / "postgres.log"
    assert tail(log) == "(no log)"
    with log.open("ab", buffering=0) as writer:
        for number in range(6):
            writer.write(f"line {number}\n".encode() * 10)
            rotate(log, limit=50)
        writer.write(b"last\n")
    assert log.read_text() == "last\n"
    assert tail(log.with_name("postgres.log.1"), 1) == "line 5"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "postgres.log",
        "postgres.log.1",
        "postgres.log.2",
        "postgres.log.3",
    ]


def test_settings_fit_the_machine() -> None:
    assert fitted_settings(512 * MIB)["shared_buffers"] == "64MB"
    assert fitted_settings(2048 * MIB)["shared_buffers"] == "256MB"
    assert fitted_settings(64 * 1024 * MIB)["shared_buffers"] == "8192MB"
    assert "a = 'it''s'" in as_file({"a": "it's"})
