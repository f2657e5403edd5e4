"""A person founds a workspace of their own, signing up or later: with all that one begins with, and themselves as the
owner."""

import secrets

from django.db import transaction

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.checks import checked_name
from tappa.core.accounts.grants import Role
from tappa.core.accounts.locks import lock_slug
from tappa.core.accounts.models import Member, User, Workspace
from tappa.core.accounts.rules import slug_from
from tappa.core.activity.actor import Via, system
from tappa.core.inbox.actions.set_up_workspace import set_up_workspace


def sign_up(
    *,
    name: str,
    email: str,
    password: str,
    workspace_name: str,
    language: str = "en",
    time_zone: str = "UTC",
    country_code: str = "US",
) -> Member:
    """Make a user, and a workspace of theirs with Lifecycle on and stages named in their language (L1, L3).

    All or nothing. Raises Invalid for bad input, Conflict when the e-mail is taken.
    """
    with transaction.atomic():
        user = create_user(name=name, email=email, password=password, language=language, time_zone=time_zone)
        return found_for_owner(user, name=workspace_name, country_code=country_code)


def found_for_owner(user: User, *, name: str, country_code: str = "US") -> Member:
    """Found a workspace in the user's language and time zone, and make the user its owner. Raises Invalid."""
    name = checked_name(name, field="workspace_name")
    with transaction.atomic():
        workspace = set_up_workspace(
            name=name,
            slug=free_slug(name),
            language=user.language,
            time_zone=user.time_zone,
            country_code=country_code,
            via=Via.PAGE,
        )
        return add_member(workspace, user, role=Role.OWNER, by=system(workspace.id, via=Via.PAGE))


def free_slug(name: str) -> str:
    """An address made from the name that no workspace has, kept from others until the transaction ends."""
    slug = slug_from(name)
    lock_slug(slug)
    while Workspace.objects.filter(slug=slug).exists():
        slug = f"{slug_from(name)}-{secrets.token_hex(3)}"
    return slug
