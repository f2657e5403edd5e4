"""The file of a backup: whole, or refused."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from tappa.kernel.archive.contents import Sequence
from tappa.kernel.archive.file import new_file, read_parts
from tappa.kernel.errors import Invalid

PARTS = [("backup.json", b"{}"), ("tables/a/000001", b"1\tuno\n" * 5000), ("tables/b/000001", b"")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "whole.tappa"
    with new_file(path) as writer:
        for name, content in PARTS:
            writer.add(name, content)
        writer.finish([Sequence("a_id_seq", 7, is_called=True)])
    return path


def test_what_was_written_is_read(file: Path) -> None:
    told: list[int] = []
    *parts, (last, _end) = read_parts(file, told.append)
    assert parts == PARTS
    assert last == "end.json"
    assert told[-1] == file.stat().st_size


def test_cut_off_anywhere_it_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    for length in {*range(0, len(whole), max(1, len(whole) // 60)), len(whole) - 1, len(whole) - 8}:
        file.write_bytes(whole[:length])
        with pytest.raises(Invalid, match="no whole backup of Tappa"):
            list(read_parts(file))


def test_a_changed_byte_anywhere_is_refused_or_changes_nothing(file: Path) -> None:
    """Packed, the same content can be written in several ways: a run of zeros copied from here or from there."""
    whole, parts = file.read_bytes(), list(read_parts(file))
    refused = 0
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            assert list(read_parts(file)) == parts
        except Invalid:
            refused += 1
    assert refused > len(whole) / 2


def test_a_part_that_is_missing_or_changed_within_a_sound_file_is_refused(file: Path) -> None:
    """Whoever packs it anew without being careful is told by the sum."""
    parts = list(read_parts(file))
    for changed in (parts[:-1], [parts[0], *parts[2:]], [*parts, ("more", b"")], [("x", b"")]):
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb") as out, tarfile.open(fileobj=out, mode="w|") as tar:
            for name, content in changed:
                described = tarfile.TarInfo(name)
                described.size = len(content)
                tar.addfile(described, io.BytesIO(content))
        file.write_bytes(packed.getvalue())
        with pytest.raises(Invalid, match="no whole backup of Tappa"):
            list(read_parts(file))


def test_what_is_no_backup_at_all_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    for content in (b"", b"hello", gzip.compress(b"hello"), b"PGDMP\x01" * 99):
        other.write_bytes(content)
        with pytest.raises(Invalid, match="no whole backup of Tappa"):
            list(read_parts(other))


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with new_file(tmp_path / "new.tappa") as writer:
            writer.add("backup.json", b"{}")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_writer_left_is_cleared_away_and_one_at_work_is_not(file: Path) -> None:
    left = file.with_name(f".{file.name}.0123abcd")
    left.write_bytes(b"half")
    other = file.with_name(f".{file.name}.old")
    other.write_bytes(b"somebody's")
    with new_file(file) as first:
        first.add(*PARTS[0])
        assert not left.exists()
        with new_file(file) as second:
            second.add(*PARTS[0])
            second.finish([])
        first.finish([])
    assert sorted(found.name for found in file.parent.iterdir()) == sorted([file.name, other.name])
    assert len(list(read_parts(file))) == 2
