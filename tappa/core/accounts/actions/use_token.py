"""A token is used."""

from datetime import UTC, datetime, timedelta

from tappa.core.accounts.models import ApiToken


def use_token(token: ApiToken) -> ApiToken:
    """Note that the token was used, to the minute: not every call is worth a write, and none is worth a fact."""
    now = datetime.now(UTC)
    if token.last_used_at is None or now - token.last_used_at >= timedelta(minutes=1):
        ApiToken.objects.filter(workspace_id=token.workspace_id, id=token.id).update(last_used_at=now)
        token.last_used_at = now
    return token
