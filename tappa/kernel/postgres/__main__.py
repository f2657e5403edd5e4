"""`python -m tappa.kernel.postgres --data DIR`: run PostgreSQL for a data directory, in the foreground.

Ends with 0 when asked to stop (SIGTERM, SIGINT), 1 when PostgreSQL cannot be had, 3 when another supervisor
holds the directory. The owner's password, needed for a new cluster only, comes in $TAPPA_OWNER_PASSWORD.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from tappa.kernel.postgres.child import die_with
from tappa.kernel.postgres.errors import AlreadyRunningError, PostgresError
from tappa.kernel.postgres.status import held_lock
from tappa.kernel.postgres.supervise import WATCHED, Supervisor

PASSWORD_SETTING = "TAPPA_OWNER_PASSWORD"  # noqa: S105 - the name of a setting


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and supervise."""
    asked = _parser().parse_args(arguments)
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    if asked.die_with_parent:
        die_with(asked.die_with_parent, signal.SIGTERM)
    data = asked.data.absolute()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    supervisor = Supervisor(
        data=data,
        password=os.environ.pop(PASSWORD_SETTING, None),
        bin_setting=asked.bin,
        settings=dict(setting.split("=", 1) for setting in asked.set),
        quiet=asked.quiet,
    )
    try:
        with held_lock(data):
            return _supervise(supervisor)
    except AlreadyRunningError as error:
        print(error, file=sys.stderr)
        return 3


def _supervise(supervisor: Supervisor) -> int:
    try:
        supervisor.run()
    except (PostgresError, OSError) as error:
        supervisor.tell("failed", str(error))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tappa.kernel.postgres", description="Run the embedded PostgreSQL."
    )
    parser.add_argument("--data", type=Path, required=True, help="the data directory")
    parser.add_argument("--bin", help="the bin directory of the PostgreSQL to run")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of PostgreSQL"
    )
    parser.add_argument("--quiet", action="store_true", help="write the status file only")
    parser.add_argument("--die-with-parent", type=int, metavar="PID", help="stop when the parent, PID, ends")
    return parser


if __name__ == "__main__":
    sys.exit(main())
