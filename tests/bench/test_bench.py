"""script/bench as it is run, on a small workspace: it measures every operation, by HTTP and by SQL alone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tappa.kernel.postgres.binaries import find_binaries
from tappa.kernel.postgres.server import open_server
from tappa.kernel.secrets import load_secrets
from tests.bench import aside
from tests.bench.__main__ import ROOT
from tests.bench.lists import PAGE
from tests.bench.names import OPERATIONS
from tests.support.whole import OURS


def bench(data: Path, *words: str, **settings: str) -> tuple["subprocess.CompletedProcess[str]", Any]:
    """Run it; returns what it said, and its JSON where it wrote one."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | settings
    command = [sys.executable, "-m", "tests.bench", "--contacts", "300", "--clients", "2", "--seconds", "1"]
    places = ["--kept", str(data), "--json", str(data / "out" / "bench.json")]
    done = subprocess.run(
        [*command, *places, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    file = data / "out" / "bench.json"
    return done, json.loads(file.read_text()) if file.exists() else None


def test_every_operation_is_measured_beside_its_sql(data: Path) -> None:
    done, told = bench(data)
    assert done.returncode == 0, done.stderr
    measured = told["operations"]
    assert [one["operation"] for one in measured] == list(OPERATIONS), "names.py knows them, in order"
    for one in measured:
        for name in ("requests", "raw_per_second", "application_ms", "database_ms", "share"):
            assert one[name] > 0, one
        assert one["operation"] in done.stdout
    rows = {one["operation"]: one["rows"] for one in measured if one["rows"] is not None}
    assert len(rows) == 12
    assert rows["first page of all, HTML"] == rows["page 10,000 of all, HTML"] == PAGE
    assert all(0 < number <= PAGE for number in rows.values()), rows
    assert len(told["trials"]) == 3
    for one in told["trials"]:
        assert one["value"] > 0, one
        assert one["name"] in done.stdout
    assert told["run"]["raw_by"] == "pgbench"
    assert told["run"]["cores"] == os.cpu_count()
    assert f"raw/s by pgbench, PostgreSQL {told['run']['postgres']}" in done.stdout


def test_words_that_nothing_is_called_by_are_refused(data: Path) -> None:
    done, told = bench(data, "--only", "move", "banana")
    assert done.returncode == 2
    assert "nothing that is measured has 'banana' in its name. There are: counts per stage; " in done.stderr
    assert told is None


def test_without_pgbench_processes_of_ours_run_the_sql_and_a_run_leaves_the_data_as_it_was(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = data / "300"
    done, told = bench(
        data, "--only", "create", "inbound", TAPPA_POSTGRES_BIN=str(without_pgbench(data / "packed"))
    )
    assert done.returncode == 0, done.stderr
    assert told["run"]["raw_by"] == "psycopg"
    assert [one["operation"] for one in told["operations"]] == ["create contact", "inbound message"]
    assert all(one["raw_per_second"] > 0 for one in told["operations"])
    assert made_by_a_run(kept) == 0

    done, told = bench(data, "--only", "create", "--in-place")
    assert done.returncode == 0, done.stderr
    assert told["run"]["raw_by"] == "pgbench"
    left = made_by_a_run(kept)
    assert left > 0, "on the data itself"

    monkeypatch.setattr(aside, "SPARE", 2**60)
    with pytest.raises(SystemExit, match="are free: make room, or measure with --in-place"):
        aside.put_aside(kept)
    monkeypatch.undo()
    aside.put_aside(kept)  # and the machine stops here
    aside.put_back(kept)
    assert made_by_a_run(kept) == left


def without_pgbench(folder: Path) -> Path:
    """A PostgreSQL as some systems pack it: the programs of ours without this one."""
    folder.mkdir(parents=True)
    for file in find_binaries().bin.iterdir():
        if file.name != "pgbench":
            (folder / file.name).symlink_to(file)
    return folder


def made_by_a_run(data: Path) -> int:
    """How many contacts of a run are in the kept data."""
    password = load_secrets(data).owner_password
    with (
        open_server(data, owner_password=password) as server,
        psycopg.connect(server.owner_url) as owner,
    ):
        found = owner.execute("SELECT count(*) FROM contacts_contact WHERE first_name = 'Bench'").fetchone()
    assert found is not None
    return int(found[0])
