"""The SQL beside a request, run by pgbench and by processes of ours: both do the same script."""

import os
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.bench.raw import by_pgbench, by_psycopg, one_of, statement
from tests.bench.sql_client import Ask, Branch, Draw, parse
from tests.support.running import eventually

INSERT = "INSERT INTO bench_drawn (n) VALUES (%(n)s)"
SCRIPT = """\\set n random(1, 3)
\\set many random(1, 9000000000000000)
BEGIN;
SELECT 'of; \\set it' || :n AS words, 10 * :n::int AS tens \\gset
\\if :n = 1
INSERT INTO bench_drawn VALUES (:n, :words, :tens, 'one, 100 %'); -- a colon: and a quote's end
\\endif
\\if :n <= 2
INSERT INTO bench_drawn VALUES (:n, :words, :tens, 'two');
\\else
INSERT INTO bench_drawn VALUES (:n, :words, :tens, 'three');
INSERT INTO bench_drawn VALUES (:n, :words, :tens, 'three');
\\endif
COMMIT;
"""


@pytest.fixture
def url() -> Iterator[str]:
    """A database with a table to write into."""
    owner = os.environ["TAPPA_TEST_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_drawn (n int, words text, tens int, what text)")
        yield owner
        connection.execute("DROP TABLE bench_drawn")


@pytest.mark.parametrize("run", [by_pgbench, by_psycopg])
def test_both_draw_branch_keep_values_and_write(url: str, run: Callable[..., float]) -> None:
    assert run(SCRIPT, url=url, clients=2, seconds=1) > 0
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT DISTINCT n, words, tens, what FROM bench_drawn").fetchall()
    assert sorted(rows) == [
        (1, "of; \\set it1", 10, "one, 100 %"),
        (1, "of; \\set it1", 10, "two"),
        (2, "of; \\set it2", 20, "two"),
        (3, "of; \\set it3", 30, "three"),
    ]


@pytest.mark.parametrize("run", [by_pgbench, by_psycopg])
def test_one_of_a_hundred_is_drawn_and_each_comes_up(url: str, run: Callable[..., float]) -> None:
    script = one_of([f"{statement(INSERT, {'n': number})};\n" for number in range(100)])

    def all_came_up() -> bool:
        run(script, url=url, clients=2, seconds=2)
        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT count(DISTINCT n), min(n), max(n) FROM bench_drawn").fetchone()
        return found == (100, 0, 99)

    assert eventually(all_came_up, seconds=20), "in some thousand drawings one does not stay away by chance"


def test_a_script_becomes_steps() -> None:
    drawn, branch = parse("\\set n random(2, 5)\n\\if :n = 2\nSELECT :n::text, '%';\n\\endif\n")
    assert drawn == Draw("n", 2, 5)
    assert branch == Branch(
        "n", "=", 2, [Ask("SELECT %(n)s::text, '%%'", frozenset({"n"}), stores=False)], []
    )


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("\\sleep 1 s\n", "not understood"),
        ("\\set n :m + 1\n", "not understood"),
        ("SELECT 1\n", "without its end"),
        ("\\if :n = 1\nSELECT 1;\n", "no \\\\endif"),
        ("\\endif\n", "no \\\\if"),
    ],
)
def test_what_it_does_not_understand_it_does_not_run(script: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse(script)
