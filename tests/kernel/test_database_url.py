"""Database addresses."""

import pytest

from tappa.kernel.database_url import django_database, plain_url
from tappa.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("postgresql://u@h/d?tappa_prepare=0", "postgresql://u@h/d"),
        ("postgresql://u@h/d?sslmode=require&tappa_prepare=0", "postgresql://u@h/d?sslmode=require"),
        ("postgresql://u@h/d?tappa_prepare=0&sslmode=require", "postgresql://u@h/d?sslmode=require"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
    ],
)
def test_our_own_option_is_taken_out(url: str, plain: str) -> None:
    assert plain_url(url) == plain
    entry = django_database(url)
    assert (entry["OPTIONS"]["prepare_threshold"] is None) == (url != plain)
    assert entry["NAME"] == "d"


def test_a_connection_that_a_network_has_forgotten_is_noticed() -> None:
    """Within a minute and a half where nothing is said on it, half a minute where something is; the address may say else."""
    usual = django_database("postgresql://u@h/d")["OPTIONS"]
    assert (usual["keepalives_idle"], usual["keepalives_interval"], usual["keepalives_count"]) == (60, 10, 3)
    assert usual["tcp_user_timeout"] == 30_000
    assert django_database("postgresql://u@h/d?keepalives_idle=5")["OPTIONS"]["keepalives_idle"] == "5"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u@h/d",
        "sqlite:///x",
        "nonsense",
        "postgresql://u@h/d?nonsense=1",
        "postgresql://u@h",
        "postgresql://u@h/",
    ],
)
def test_what_is_no_postgresql_is_refused_by_name(url: str) -> None:
    with pytest.raises(Invalid, match="DATABASE_URL"):
        django_database(url)
