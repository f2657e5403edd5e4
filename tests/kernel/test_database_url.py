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
