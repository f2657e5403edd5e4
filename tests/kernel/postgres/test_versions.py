"""A data directory of another major version: refused, with the way out.

That the way leads out is tested in tests/command/test_backup.py: on the system's PostgreSQL everything goes there from
the embedded one, of another version, and back.
"""

from pathlib import Path

import psycopg
import pytest

from tappa.kernel.postgres.binaries import Binaries
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.server import open_server

# No test here cuts the power.
QUICK = {"fsync": "off"}


def test_another_major_version_is_refused_with_the_way_out(
    data: Path, password: str, binaries: Binaries
) -> None:
    with open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server:
        pass
    (server.cluster / "PG_VERSION").write_text("13\n")
    with (
        pytest.raises(PostgresError) as refused,
        open_server(data, owner_password=password, settings=QUICK, binaries=binaries),
    ):
        pytest.fail("it started")
    for word in (
        "made by PostgreSQL 13",
        binaries.version,
        "TAPPA_POSTGRES_BIN",
        "tappa backup",
        "tappa restore",
    ):
        assert word in str(refused.value)
    (server.cluster / "PG_VERSION").write_text(f"{binaries.major}\n")
    with open_server(data, owner_password=password, settings=QUICK, binaries=binaries) as server:
        psycopg.connect(server.owner_url).close()
