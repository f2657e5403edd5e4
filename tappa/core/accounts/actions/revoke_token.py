"""An API token stops working, at once and for good. Its row stays, so that the history keeps its name."""

from django.db import transaction

from tappa.core.accounts.facts import TokenRevoked
from tappa.core.accounts.models import ApiToken
from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.kernel.clock import ClockTimestamp


def revoke_token(token: ApiToken, *, by: Actor) -> ApiToken:
    """Revoke a token; one that is revoked already stays as it is."""
    with transaction.atomic():
        changed = ApiToken.objects.filter(workspace_id=by.workspace_id, id=token.id, revoked_at=None).update(
            revoked_at=ClockTimestamp()
        )
        if changed:
            record([Happening(TokenRevoked(token_id=token.id))], by=by)
    token.refresh_from_db()
    return token
