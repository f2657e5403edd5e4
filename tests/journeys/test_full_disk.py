"""The disk is full while people write: what was answered 200 is there, once, and everything goes on when there is room."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tappa.kernel.postgres.place import HOME_SETTING
from tests.journeys.kept import nothing_lost_or_doubled
from tests.journeys.test_faults import owner_url
from tests.journeys.traffic import Traffic, flowing, set_up
from tests.support.altering import short_leases
from tests.support.bridge import bridge_on_loopback
from tests.support.running import eventually
from tests.support.whole import Whole, whole_tappa

MIB = 1024 * 1024
DISK = 300 * MIB
LEFT = MIB
POSTS = 400  # of some kilobytes each, kept as they came and as they were understood: more than is left
GIVEN = "TAPPA_TEST_DISK"  # where the small disk stands that whoever runs this has made
MOUNT = f"mount -t tmpfs -o size={DISK},mode=0755 tmpfs"
SECONDS = 60.0
LEASE_SECONDS = 10


def test_nothing_answered_is_lost_when_the_disk_is_full(data: Path) -> None:
    """Root mounts a small disk; anybody else does so in a namespace of their own, and runs this test again in there."""
    place = data / "disk"
    place.mkdir(mode=0o755)
    if GIVEN in os.environ:
        disk = Path(os.environ[GIVEN])
        with whole_tappa(disk / "data", **settings()) as whole:
            whole.log = data / "tappa.log"
            it_goes_on_when_there_is_room(whole, disk)
    elif not (as_root := refusal([*MOUNT.split(), str(place)])):
        with roots_tappa(data, place) as whole:
            it_goes_on_when_there_is_room(whole, place)
    elif not (in_namespace := refusal(namespace(place, ["true"]))):
        in_a_namespace(place)
    else:
        pytest.skip(f"no small disk: by mount: {as_root}; in a namespace: {in_namespace}")


def refusal(command: list[str]) -> str:
    """What a command says when it fails, "" when it does not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return done.stderr.strip() or f"exit code {done.returncode}" if done.returncode else ""


def namespace(place: Path, command: list[str]) -> list[str]:
    """The command in a namespace in which a small disk stands there. Only its root may mount, and PostgreSQL does not run
    as root: the command runs as an ordinary user again."""
    user, group = os.geteuid() or 1000, os.getegid() or 1000
    back = f"unshare --user --map-user={user} --map-group={group}"
    script = f'{MOUNT} "$0" && exec {back} -- "$@"'
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, str(place), *command]


def in_a_namespace(place: Path) -> None:
    """This very test, with a disk given."""
    again = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        namespace(place, again),
        env={**environment, GIVEN: str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout, done.stdout


def settings(**more: str) -> dict[str, str]:
    """Those of an installation here."""
    few = {"TAPPA_API_RATE": "0", "TAPPA_ALLOW_PRIVATE_ADDRESSES": "1"}
    return {**few, **short_leases(LEASE_SECONDS), **more}


@contextmanager
def roots_tappa(data: Path, disk: Path) -> Iterator[Whole]:
    """An installation whose database, and nothing else, stands on the mounted disk."""
    # The programs need not stand on it: they are as large as it is.
    programs = Path(os.environ[HOME_SETTING]) / "postgresql"
    programs.mkdir(parents=True, exist_ok=True)
    programs.parent.chmod(0o755)
    programs.chmod(0o755)
    (disk / "postgresql").symlink_to(programs)
    closed = data / "closed"  # to PostgreSQL's account, so that the cluster stands in its home
    closed.mkdir(mode=0o700)
    try:
        with whole_tappa(closed, **settings(**{HOME_SETTING: str(disk)})) as whole:
            yield whole
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Take all but a little of the disk."""
    ballast = disk / "ballast"
    room = os.statvfs(disk)
    size = room.f_bavail * room.f_frsize - LEFT
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
    return ballast


def tell_until_full(traffic: Traffic) -> None:
    """Long letters until one is not taken. The words are random: of the same letter many times PostgreSQL would make
    next to nothing."""
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


def all_are_refused(traffic: Traffic) -> bool:
    """Whether posts, moves and answers have each been asked for in vain."""
    return traffic.refused.keys() >= {"webhook", "update", "message"}


def it_goes_on_when_there_is_room(tappa: Whole, disk: Path) -> None:
    """Posts, moves and answers run all the while."""
    with bridge_on_loopback() as bridge:
        tappa.start("--empty")
        assert (tappa.data / "postgres").resolve().is_relative_to(disk)
        traffic = set_up(tappa, bridge.url)
        with flowing(traffic):
            assert eventually(traffic.goes_on(), seconds=SECONDS), "before the disk was full"
            ballast = fill(disk)
            tell_until_full(traffic)
            begin_a_new_file_of_the_log(tappa)
            for place in range(10):
                traffic.tell(f"person-{place}", f"while-full-{place}", secrets.token_hex(30_000))
            assert eventually(lambda: all_are_refused(traffic), seconds=SECONDS)
            time.sleep(2)  # as full as it is, for all that is in hand
            ballast.unlink()
            assert eventually(traffic.goes_on(), seconds=SECONDS), "on as before"
        nothing_lost_or_doubled(tappa, traffic, bridge)
        assert tappa.stop() == 0
