"""`tappa token create`: a key to the API of one workspace, printed alone so that a script can take it."""

import argparse

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.grants import ALL_SCOPES
from tappa.core.accounts.queries import workspace_by_slug


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--workspace", required=True, metavar="SLUG", help="the workspace's slug")
    parser.add_argument("--name", required=True, help="what the token is for")
    parser.add_argument(
        "--scope",
        action="append",
        choices=ALL_SCOPES,
        metavar="SCOPE",
        help=f"what it may do, repeatable (default: all of {', '.join(ALL_SCOPES)})",
    )


def run(arguments: argparse.Namespace) -> None:
    """Make the token and print it: it cannot be shown again."""
    workspace = workspace_by_slug(arguments.workspace)
    print(create_token(workspace, name=arguments.name, scopes=arguments.scope or ALL_SCOPES).secret)
