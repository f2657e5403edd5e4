"""What a backup says about itself."""

from typing import Final

import msgspec

FORMAT: Final = 1
CONTENTS: Final = "backup.json"
SECRETS: Final = "secrets.json"
TABLES: Final = "tables/"
END: Final = "end.json"


class Table(msgspec.Struct, frozen=True):
    """A table, its columns in the order in which its lines have them, and how many rows it has."""

    name: str
    columns: list[str]
    rows: int


class Contents(msgspec.Struct, frozen=True):
    """The first part of a backup. `migrations` are (app, name), in the order in which they were applied."""

    format: int
    tappa: str
    postgres: str
    made_at: str
    migrations: list[tuple[str, str]]
    tables: list[Table]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)


class Sequence(msgspec.Struct, frozen=True):
    """A sequence: the last number it gave, or, when `is_called` is false, the first that it will give."""

    name: str
    last_value: int
    is_called: bool


class End(msgspec.Struct, frozen=True):
    """The last part. `sha256` is over names and contents of all parts before it."""

    sequences: list[Sequence]
    sha256: str


def part_of(table: str, number: int) -> str:
    """The name of a table's part."""
    return f"{TABLES}{table}/{number:06d}"


def table_of(part: str) -> str:
    """The table that a part belongs to."""
    return part.removeprefix(TABLES).rpartition("/")[0]
