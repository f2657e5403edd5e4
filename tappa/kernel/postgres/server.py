"""The door to the embedded PostgreSQL: have a server for a data directory, and its addresses."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from tappa.kernel.postgres.binaries import Binaries
from tappa.kernel.postgres.cluster import DATABASE, OWNER
from tappa.kernel.postgres.errors import PostgresError, SupervisorGoneError
from tappa.kernel.postgres.journal import tail
from tappa.kernel.postgres.status import Status, is_locked, lock_holder, read_status

READY_SECONDS = 120.0
STOP_SECONDS = 45.0
PACKAGE_ROOT = Path(__file__).parents[3]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL. `process` is its supervisor when we started it, None when we found it running."""

    data: Path
    socket_dir: Path
    cluster: Path
    version: str
    log_path: Path
    owner_password: str = field(repr=False)
    process: subprocess.Popen[bytes] | None = None

    @property
    def owner_url(self) -> str:
        """The owner's address of the database `tappa`; he may do everything, so it is for migrations."""
        return self.url(OWNER, self.owner_password)

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """An address for psycopg and for DATABASE_URL. The socket's folder is the host, percent-encoded.

        The port is named because $PGPORT would otherwise stand in for it.
        """
        host = quote(os.fsencode(self.socket_dir), safe="")
        return f"postgresql://{quote(role, safe='')}:{quote(password, safe='')}@{host}:5432/{quote(database, safe='')}"


@contextmanager
def open_server(
    data: Path,
    *,
    owner_password: str,
    binaries: Binaries | None = None,
    settings: Mapping[str, str] | None = None,
    say: Say = lambda _: None,
    timeout: float = READY_SECONDS,
) -> Iterator[Server]:
    """A server for this data directory while the block runs.

    One that runs already is used and left running. Else one is started, and stopped at the end; it also
    stops when our process is killed, or when the thread that called us ends (the kernel watches that thread).
    Raises PostgresError with a sentence and the way out.
    """
    data = data.absolute()
    server = None
    while server is None:
        process = None
        if not is_locked(data):
            process = launch_supervisor(
                data, owner_password=owner_password, binaries=binaries, settings=settings
            )
        # Lost to another starter, we use his server; found one that was stopping, we start our own.
        with suppress(SupervisorGoneError), _stopped_on_error(process):
            server = wait_until_ready(data, process, owner_password=owner_password, say=say, timeout=timeout)
    try:
        yield server
    finally:
        if process is not None:
            stop_supervisor(process)


@contextmanager
def _stopped_on_error(process: subprocess.Popen[bytes] | None) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if process is not None:
            stop_supervisor(process)
        raise


def launch_supervisor(
    data: Path,
    *,
    owner_password: str,
    binaries: Binaries | None = None,
    settings: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a supervisor and return at once. It dies with the calling thread's process.

    The caller watches the process, and launches another when it ends unasked.
    """
    command = [sys.executable, "-P", "-m", "tappa.kernel.postgres", "--quiet"]
    command += ["--data", str(data.absolute()), "--die-with-parent", str(os.getpid())]
    command += ["--bin", str(binaries.bin)] if binaries else []
    command += [f"--set={name}={value}" for name, value in (settings or {}).items()]
    path = os.pathsep.join(filter(None, [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path, "TAPPA_OWNER_PASSWORD": owner_password}
    # Its own session: Ctrl-C in a terminal is for the parent, who stops PostgreSQL after its clients.
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)


def wait_until_ready(
    data: Path,
    process: subprocess.Popen[bytes] | None,
    *,
    owner_password: str,
    say: Say = lambda _: None,
    timeout: float = READY_SECONDS,
) -> Server:
    """Wait for the supervisor `process`, or with None for the one that holds the data directory.

    `say` gets each step as a sentence. Raises PostgresError when it fails, or is not ready in `timeout` seconds.
    """
    data = data.absolute()
    until = time.monotonic() + timeout
    last = ""
    while time.monotonic() < until:
        status = _current(data, process)
        if status is not None and status.state != "ready" and status.says != last:
            last = status.says
            say(last)
        if status is not None and status.state == "ready":
            server = _server(data, status, owner_password, process)
            if _answers(server):
                return server
        _check_alive(data, process)
        time.sleep(0.02)
    log = data / "logs" / "postgres.log"
    raise PostgresError(
        f"PostgreSQL was not ready after {timeout:.0f} seconds ({last or 'nothing heard of it'}). "
        f"The end of {log}:\n{tail(log)}"
    )


def find_server(data: Path, *, owner_password: str) -> Server | None:
    """The server that runs for this data directory now; None when none is ready. For commands beside `serve`."""
    data = data.absolute()
    status = _current(data, None) if is_locked(data) else None
    return _server(data, status, owner_password, None) if status and status.state == "ready" else None


def stop_supervisor(process: subprocess.Popen[bytes], timeout: float = STOP_SECONDS) -> None:
    """Stop PostgreSQL in order, and its supervisor; after `timeout` seconds kill it, which stops PostgreSQL too."""
    process.terminate()
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _current(data: Path, process: subprocess.Popen[bytes] | None) -> Status | None:
    """The status, when it is of the supervisor that we wait for."""
    status = read_status(data)
    if status is None:
        return None
    of = process.pid if process else lock_holder(data)
    return status if status.pid == of else None


def _check_alive(data: Path, process: subprocess.Popen[bytes] | None) -> None:
    gone = process.poll() is not None if process else not is_locked(data)
    if not gone:
        return
    if process and process.returncode == 3:
        raise SupervisorGoneError(f"The database in {data} is already run by process {lock_holder(data)}.")
    status = _current(data, process)
    if status and status.state == "failed":
        raise PostgresError(status.says)
    kind = PostgresError if process else SupervisorGoneError
    raise kind(f"PostgreSQL's supervisor for {data} ended before the database was ready.")


def _server(data: Path, status: Status, password: str, process: subprocess.Popen[bytes] | None) -> Server:
    return Server(
        data=data,
        socket_dir=Path(status.socket_dir),
        cluster=Path(status.cluster),
        version=status.version,
        log_path=Path(status.log),
        owner_password=password,
        process=process,
    )


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.owner_url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise PostgresError(
                f"The database in {server.data} refuses the owner's password. Its secrets.json is not the one "
                f"that it was made with: bring that back."
            ) from error
        return False
    return True
