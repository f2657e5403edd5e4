"""script/bench as it is run, on a small workspace: it measures every operation, by HTTP and by SQL alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.__main__ import ROOT
from tests.support.whole import OURS


def test_every_operation_is_measured_beside_its_sql(data: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    command = [sys.executable, "-m", "tests.bench", "--contacts", "300", "--clients", "2", "--seconds", "1"]
    places = ["--kept", str(data), "--json", str(data / "out" / "bench.json")]
    done = subprocess.run(
        [*command, *places],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads((data / "out" / "bench.json").read_text())
    measured = told["operations"]
    names = {one["operation"] for one in measured}
    assert names == {
        "counts per stage",
        "list by stage, JSON",
        "first page of all, HTML",
        "page 10,000 of all, HTML",
        "list by stage, HTML",
        "by stage, tag and time at it, HTML",
        "by custom field, HTML",
        "by lost stage and last message, HTML",
        "count of a segment",
        "conversation list, HTML",
        "stage inbox, HTML",
        "custom inbox, HTML",
        "sidebar counts, HTML",
        "conversation, HTML",
        "conversation and list, HTML",
        "older messages, HTML",
        "search",
        "move with its event",
        "create contact",
        "inbound message",
    }
    for one in measured:
        assert one["requests"] > 0, one
        assert one["raw_per_second"] > 0, one
        assert one["application_ms"] > 0, one
        assert one["operation"] in done.stdout
    assert len(told["trials"]) == 3
    for one in told["trials"]:
        assert one["value"] > 0, one
        assert one["name"] in done.stdout
