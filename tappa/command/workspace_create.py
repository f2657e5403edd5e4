"""`tappa workspace create`: a tenant with all that a new workspace has."""

import argparse
import json

from tappa.core.inbox.actions.set_up_workspace import set_up_workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--name", required=True, help="the workspace's name")
    parser.add_argument("--slug", required=True, help="its name in addresses: small letters, digits, hyphens")
    parser.add_argument("--language", default="en", help="en, it or es (default: en)")
    parser.add_argument("--time-zone", default="UTC", help="such as Europe/Rome (default: UTC)")
    parser.add_argument(
        "--country", default="US", help="two letters, for phones without country (default: US)"
    )
    parser.add_argument(
        "--legacy-lifecycle",
        action="store_true",
        help="as before there were lost stages: five ordinary stages, not shown until turned on",
    )


def run(arguments: argparse.Namespace) -> None:
    """Set it up and print its id and slug as JSON."""
    workspace = set_up_workspace(
        name=arguments.name,
        slug=arguments.slug,
        language=arguments.language,
        time_zone=arguments.time_zone,
        country_code=arguments.country,
        legacy_lifecycle=arguments.legacy_lifecycle,
    )
    print(json.dumps({"id": workspace.id, "slug": workspace.slug}))
