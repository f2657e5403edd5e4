"""PostgreSQL's settings, fitted to the machine it finds itself on."""

import os
from collections.abc import Mapping
from pathlib import Path

MIB = 1024 * 1024


def memory_bytes() -> int:
    """What this machine, or the container we are in, may use."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    try:
        said = limit.read_text().strip()
    except OSError:
        return total
    return min(total, int(said)) if said.isdigit() else total


def fitted_settings(memory: int) -> dict[str, str]:
    """Settings for a machine of `memory` bytes that PostgreSQL shares with web workers.

    They hold on PostgreSQL 15 and on all later ones.
    """
    return {
        "shared_buffers": _mib(memory // 8, 64, 8192),
        "effective_cache_size": _mib(memory // 2, 256, 65536),
        "maintenance_work_mem": _mib(memory // 32, 32, 512),
        "work_mem": "8MB",
        "max_connections": "200",
        # Each checkpoint makes the next change of every page cost a copy of the page: four times the log, a quarter of them.
        "max_wal_size": "4GB",
        "min_wal_size": "80MB",
        "random_page_cost": "1.1",
        # Compiling a query takes longer than running any of ours.
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u@%d ",
        "log_checkpoints": "off",
        # People's words and addresses stand in statements and in the details of errors: not in a log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


def as_file(settings: Mapping[str, str]) -> str:
    """The settings in the form of postgresql.conf."""
    lines = ["# Written by Tappa at every start. Your own settings go into local.conf beside this file."]
    lines += [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in sorted(settings.items())]
    return "\n".join(lines) + "\n"


def _mib(wanted: int, least: int, most: int) -> str:
    return f"{max(least, min(most, wanted // MIB))}MB"
