"""What pgbench does for the bench, where a PostgreSQL comes without it: a process that runs a script of pgbench's over and
over on one connection, each statement prepared, and tells how often (processes.py says how it is talked to).

It understands what the scripts of the bench hold: statements, some with \\gset; \\set with random(); \\if, \\else, \\endif.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

TOKEN = re.compile(
    r"""(?P<kept>[Ee]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"[^"]*"|--[^\n]*|/\*.*?\*/|\$\$.*?\$\$|::)"""
    r"""|(?P<end>;|\\gset\b)|(?P<meta>\\\w+[^\n]*)|:(?P<name>[A-Za-z_]\w*)""",
    re.DOTALL,
)
SET = re.compile(r"\\set (\w+) random\((\d+), (\d+)\)")
IF = re.compile(r"\\if :(\w+) (=|<=) (\d+)")


@dataclass(frozen=True)
class Draw:
    """\\set with random(): both ends may be drawn."""

    name: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class Branch:
    """\\if: what is done when it holds, and when not."""

    name: str
    sign: str
    value: int
    then: "Sequence[Step]"
    otherwise: "Sequence[Step]"

    def chosen(self, values: dict[str, str]) -> "Sequence[Step]":
        """The steps that are done with these values."""
        value = int(values[self.name])
        holds = value == self.value if self.sign == "=" else value <= self.value
        return self.then if holds else self.otherwise


@dataclass(frozen=True)
class Ask:
    """A statement; with `stores` the columns of its one row become values."""

    text: str
    names: frozenset[str]
    stores: bool


Step = Draw | Branch | Ask


def parse(script: str) -> list[Step]:
    """The steps of a script. Raises ValueError for what it does not understand."""
    words = _words(script)
    steps, end = _block(words)
    if end:
        raise ValueError(f"no \\if before {end}")
    return steps


def _block(words: Iterator[Ask | str]) -> tuple[list[Step], str]:
    """Steps until the block's end, and the word that ended it, "" at the script's end."""
    steps: list[Step] = []
    for word in words:
        if isinstance(word, Ask):
            steps.append(word)
        elif drawn := SET.fullmatch(word):
            steps.append(Draw(drawn[1], int(drawn[2]), int(drawn[3])))
        elif asked := IF.fullmatch(word):
            then, end = _block(words)
            otherwise, end = _block(words) if end == "\\else" else ([], end)
            if end != "\\endif":
                raise ValueError(f"no \\endif after {word}")
            steps.append(Branch(asked[1], asked[2], int(asked[3]), then, otherwise))
        elif word in ("\\else", "\\endif"):
            return steps, word
        else:
            raise ValueError(f"not understood: {word}")
    return steps, ""


def _words(script: str) -> Iterator[Ask | str]:
    """Statements and lines that begin with a backslash, in order."""
    text, names, place = "", set[str](), 0
    for found in TOKEN.finditer(script):
        text += script[place : found.start()].replace("%", "%%")
        place = found.end()
        if found["name"]:
            names.add(found["name"])
            text += f"%({found['name']})s"
        elif found["kept"]:
            text += found["kept"].replace("%", "%%")
        elif found["meta"]:
            yield found["meta"].strip()
        else:
            yield Ask(text.strip(), frozenset(names), stores=found["end"] != ";")
            text, names = "", set()
    if (text + script[place:]).strip():
        raise ValueError(f"a statement without its end: {(text + script[place:]).strip()[:80]}")


class Runner:
    """One connection, on which steps are done."""

    def __init__(self, url: str, seed: int) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.prepared_max = None  # a chain of branches has hundreds
        self.cursor = self.connection.cursor()
        self.random = random.Random(seed)

    def run(self, steps: Sequence[Step], values: dict[str, str]) -> None:
        """Do them, with the values that were drawn and stored."""
        for step in steps:
            if isinstance(step, Draw):
                values[step.name] = str(self.random.randint(step.lowest, step.highest))
            elif isinstance(step, Branch):
                self.run(step.chosen(values), values)
            else:
                # As text, which PostgreSQL gives the type that the statement needs: so does pgbench.
                self.cursor.execute(step.text, {name: values[name] for name in step.names}, prepare=True)
                if step.stores:
                    self._store(values)

    def _store(self, values: dict[str, str]) -> None:
        result = self.cursor.pgresult
        if result is None or result.ntuples != 1:
            raise ValueError("\\gset wants one row")
        for column in range(result.nfields):
            name, value = result.fname(column), result.get_value(0, column)
            assert name is not None
            values[name.decode()] = (value or b"").decode()


def main() -> None:
    """Do one task."""
    task: dict[str, Any] = json.loads(sys.stdin.readline())
    steps = parse(task["script"])
    print("made", flush=True)
    sys.stdin.readline()
    runner = Runner(task["url"], task["seed"])
    print("ready", flush=True)
    sys.stdin.readline()
    runs = 0
    began = now = time.perf_counter()
    while now - began < task["seconds"]:
        runner.run(steps, {})
        runs += 1
        now = time.perf_counter()
    print(json.dumps({"runs": runs, "seconds": now - began}), flush=True)


if __name__ == "__main__":
    main()
