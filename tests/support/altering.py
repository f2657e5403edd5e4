"""What a test alters in the processes of a whole Tappa, where a setting would be for tests alone."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALTERED = os.pathsep.join([str(ROOT / "tests/support/altered"), str(ROOT)])


def short_leases(seconds: int) -> dict[str, str]:
    """Settings under which whoever takes a delivery has it for so long: a minute is long to wait for."""
    return {"PYTHONPATH": ALTERED, "TAPPA_TEST_LEASE_SECONDS": str(seconds)}
