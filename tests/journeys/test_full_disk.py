"""The disk is full while people write: what was answered 200 is there, once, and everything goes on when there is room."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tappa.kernel.postgres.place import HOME_SETTING
from tests.journeys.test_faults import owner_url
from tests.journeys.traffic import Traffic, broken, set_up, stored_messages
from tests.support.running import eventually
from tests.support.whole import Whole, whole_tappa

MIB = 1024 * 1024
DISK = 300 * MIB
LEFT = MIB
POSTS = 400  # of some kilobytes each, kept as they came and as they were understood: more than is left


@pytest.fixture
def disk(data: Path) -> Iterator[Path]:
    """A small disk of its own, for PostgreSQL alone."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    place = data / "disk"
    place.mkdir(mode=0o755)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0755", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    # The programs need not stand on it: they are as large as it is.
    programs = Path(os.environ[HOME_SETTING]) / "postgresql"
    programs.mkdir(parents=True, exist_ok=True)
    programs.parent.chmod(0o755)
    programs.chmod(0o755)
    (place / "postgresql").symlink_to(programs)
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def tappa(data: Path, disk: Path) -> Iterator[Whole]:
    """An installation whose database stands on the small disk."""
    closed = data / "closed"  # to PostgreSQL's account, so that the cluster stands in its home
    closed.mkdir(mode=0o700)
    settings = {HOME_SETTING: str(disk), "TAPPA_API_RATE": "0"}
    with whole_tappa(closed, **settings) as whole:
        yield whole


def fill(disk: Path) -> Path:
    """Take all but a little of the disk."""
    ballast = disk / "ballast"
    room = os.statvfs(disk)
    size = room.f_bavail * room.f_frsize - LEFT
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
    return ballast


def tell_until_full(traffic: Traffic) -> None:
    """Words that do not compress: of the same letter many times PostgreSQL would make next to nothing."""
    for _post in range(POSTS):
        if not traffic.tell("ana", secrets.token_hex(6), secrets.token_hex(30_000)):
            return
    raise AssertionError("the disk did not become full")


def begin_a_new_file_of_the_log(whole: Whole) -> None:
    """There is no room for it: PostgreSQL ends, and cannot come back before there is."""
    with (
        suppress(psycopg.Error),
        psycopg.connect(owner_url(whole), autocommit=True, connect_timeout=5) as owner,
    ):
        owner.execute("SELECT pg_switch_wal()")
        owner.execute("CREATE TABLE more AS SELECT generate_series(1, 1000)")


def test_nothing_answered_is_lost_when_the_disk_is_full(tappa: Whole, disk: Path) -> None:
    tappa.start("--empty")
    assert (tappa.data / "postgres").resolve().is_relative_to(disk)
    traffic = set_up(tappa, "http://127.0.0.1:9")
    assert traffic.tell("ana", "before")
    ballast = fill(disk)
    tell_until_full(traffic)
    begin_a_new_file_of_the_log(tappa)
    for place in range(10):
        traffic.tell(f"person-{place}", f"while-full-{place}", secrets.token_hex(30_000))
    ballast.unlink()
    assert eventually(lambda: traffic.tell("ana", secrets.token_hex(6)), seconds=60), "on as before"
    assert traffic.tell("ben", "after")
    assert traffic.odd == [], "200, 503, or no answer at all"
    incoming = stored_messages(owner_url(tappa), "incoming")
    assert set(traffic.taken) <= set(incoming)
    assert set(incoming.values()) == {1}
    assert broken(owner_url(tappa)) == []
    verified = tappa.command("counts", "verify")
    assert (verified.returncode, verified.stdout) == (0, "All figures equal a full count.\n")
    assert tappa.stop() == 0
