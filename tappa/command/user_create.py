"""`tappa user create`: a user who is a member of a workspace. The password is never an argument: others could read it."""

import argparse
import getpass
import json
import sys

from django.db import transaction

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.grants import Role
from tappa.core.accounts.queries import workspace_by_slug


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--name", required=True, help="the person's name")
    parser.add_argument("--email", required=True, help="what they sign in with")
    parser.add_argument("--workspace", required=True, metavar="SLUG", help="the workspace's slug")
    parser.add_argument(
        "--role", required=True, choices=[role.value for role in Role], help="what they are there"
    )
    parser.add_argument("--language", default="en", help="en, it or es (default: en)")


def run(arguments: argparse.Namespace) -> None:
    """Make user and member, both or none, and print their ids as JSON."""
    workspace = workspace_by_slug(arguments.workspace)
    password = _password()
    with transaction.atomic():
        user = create_user(
            name=arguments.name, email=arguments.email, password=password, language=arguments.language
        )
        member = add_member(workspace, user, role=Role(arguments.role))
    print(json.dumps({"user": user.id, "member": member.id}))


def _password() -> str:
    """Asked for on a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
