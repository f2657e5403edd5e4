"""The command `tappa`. One file a command; here is what they share: finding it, its data directory, its refusals."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

import django
import psycopg
from django.db import DatabaseError, InterfaceError

from tappa import __version__
from tappa.command.database import opened_database
from tappa.kernel.catalogs import compile_catalogs
from tappa.kernel.errors import DomainError
from tappa.kernel.places import data_directory
from tappa.kernel.secrets import load_secrets


@dataclass(frozen=True)
class Command:
    """A command: the module with its `add_arguments(parser)` and `run(arguments)`, and what it is run with.

    `makes_secrets`: false for the one that brings the secrets of a new data directory itself.
    """

    module: str
    help: str
    with_django: bool = True
    with_database: bool = True
    makes_secrets: bool = True


COMMANDS: Final[dict[str, Command]] = {
    "serve": Command("tappa.command.serve", "run the whole of Tappa", with_django=False, with_database=False),
    "demo": Command("tappa.command.demo", "fill the demo workspace with believable people"),
    "workspace create": Command("tappa.command.workspace_create", "found a workspace"),
    "user create": Command("tappa.command.user_create", "make a user and member of a workspace"),
    "token create": Command("tappa.command.token_create", "make an API token; prints it alone"),
    "channel create": Command("tappa.command.channel_create", "make a channel; prints it as JSON"),
    "doctor": Command("tappa.command.doctor", "check this installation", with_database=False),
    "counts verify": Command("tappa.command.counts_verify", "compare all figures with a full count"),
    "counts repair": Command("tappa.command.counts_repair", "count anew what is off"),
    "backup": Command("tappa.command.backup", "write everything into one file", with_database=False),
    "restore": Command(
        "tappa.command.restore",
        "read a backup into an empty place",
        with_database=False,
        makes_secrets=False,
    ),
}


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line. Ends with 0, with 1 for a refusal (one sentence on standard error), 2 for wrong usage."""
    words = sys.argv[1:] if words is None else list(words)
    name = next((name for name in COMMANDS if list(words[: len(name.split())]) == name.split()), None)
    try:
        if name is None:
            return _without_command(words)
        return _run(name, words[len(name.split()) :])
    except DomainError as refusal:
        print(f"tappa: {refusal.message}", file=sys.stderr)
    except (DatabaseError, InterfaceError, psycopg.Error) as error:
        print(f"tappa: the database refused: {str(error).strip()}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _without_command(words: Sequence[str]) -> int:
    if words and not {"-h", "--help", "--version"} & set(words):
        begun = [name for name in COMMANDS if name.split()[0] == words[0]]
        which = ", ".join(begun or COMMANDS)
        _overview().error(f"{words[0]} is no command. There is: {which}. Options come after the command.")
    _overview().parse_args([word for word in words if word == "--version"])
    _overview().print_help()
    return 0 if words else 2


def _run(name: str, words: Sequence[str]) -> int:
    command = COMMANDS[name]
    if command.with_django:
        _set_up_django(words, make_secrets=command.makes_secrets)
    module = importlib.import_module(command.module)
    arguments = _parser(name, command, module).parse_args(words)
    if not command.with_database:
        return int(module.run(arguments) or 0)
    with opened_database(data_directory(arguments.data), _tell):
        return int(module.run(arguments) or 0)


def _set_up_django(words: Sequence[str], *, make_secrets: bool) -> None:
    """Settings read the data directory's secrets, so that it has to be known before the command's own options are."""
    peek = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    peek.add_argument("--data", nargs="?")
    data = data_directory(peek.parse_known_args(words)[0].data)
    if make_secrets and not {"-h", "--help"} & set(words):
        load_secrets(data)
    os.environ["TAPPA_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tappa.config.settings"
    compile_catalogs()
    django.setup()


def _parser(name: str, command: Command, module: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"tappa {name}", description=command.help, allow_abbrev=False)
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="the data directory (else $TAPPA_DATA, else the default)"
    )
    module.add_arguments(parser)
    return parser


def _overview() -> argparse.ArgumentParser:
    lines = [f"  {name:18} {command.help}" for name, command in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="tappa",
        usage="tappa COMMAND [OPTIONS]",
        description="Tappa: who your contacts are, and at which stage each stands.",
        epilog="commands:\n" + "\n".join(lines) + "\n\n`tappa COMMAND --help` tells a command's options.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tappa {__version__}")
    return parser


def _tell(line: str) -> None:
    """What happens meanwhile goes to standard error: standard output is the command's answer."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
