"""Python runs this first in each process of an installation that a test has altered: see `tests/support/altering.py`."""

import os
import sys

if "TAPPA_TEST_LEASE_SECONDS" in os.environ and "tappa.worker" in sys.orig_argv:
    from tappa.core.inbox import sql_delivery

    # Before anybody has taken it over as a default of theirs.
    sql_delivery.LEASE_SECONDS = int(os.environ["TAPPA_TEST_LEASE_SECONDS"])  # type: ignore[misc]

if "TAPPA_TEST_CLOCK" in os.environ and {"tappa.config.serving", "tappa.worker"} & set(sys.orig_argv):
    from tests.support.altered.clock import follow

    follow(os.environ["TAPPA_TEST_CLOCK"])
