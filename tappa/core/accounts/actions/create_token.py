"""An API token is made, shown once, and kept as a fingerprint."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.authority import require_scopes
from tappa.core.accounts.checks import checked_name
from tappa.core.accounts.facts import TokenCreated
from tappa.core.accounts.grants import ALL_SCOPES
from tappa.core.accounts.locks import lock_members
from tappa.core.accounts.models import ApiToken, Workspace
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.activity.record import Happening, record
from tappa.kernel.errors import Invalid
from tappa.kernel.secrets import fingerprint, new_secret

PREFIX = "tappa_"  # lets secret scanners and people recognise what they found


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token with its secret, which is nowhere else and cannot be shown again."""

    token: ApiToken
    secret: str


def create_token(
    workspace: Workspace, *, name: str, scopes: Collection[str] = ALL_SCOPES, by: Actor | None = None
) -> IssuedToken:
    """Make a key to the API of this workspace. Raises Invalid for a bad name or an unknown scope, Forbidden for a
    member who would give more than they may do themselves."""
    name = checked_name(name)
    unknown = sorted(set(scopes) - set(ALL_SCOPES))
    if unknown or not scopes:
        raise Invalid(
            _("scopes must be some of %(known)s.") % {"known": ", ".join(ALL_SCOPES)},
            field="scopes",
        )
    secret = PREFIX + new_secret()
    by = by or system(workspace.id, via=Via.COMMAND)
    with transaction.atomic():
        lock_members(workspace.id)
        require_scopes(by, scopes)
        token = ApiToken.objects.create(
            workspace=workspace, name=name, scopes=sorted(scopes), fingerprint=fingerprint(secret)
        )
        record([Happening(TokenCreated(token_id=token.id))], by=by)
    return IssuedToken(token, secret)
