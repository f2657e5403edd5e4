"""Who sees a custom inbox is written down."""

from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.models_inbox import CustomInbox, InboxShare


def share_with(inbox: CustomInbox, audience: Audience) -> None:
    """Let these see the inbox, and nobody else besides its maker. Part of the action around it, which checks and records."""
    InboxShare.objects.filter(workspace_id=inbox.workspace_id, inbox=inbox).delete()
    InboxShare.objects.bulk_create(
        InboxShare(workspace_id=inbox.workspace_id, inbox=inbox, member_id=member, team_id=team)
        for member, team in (
            *((member, None) for member in sorted(audience.members)),
            *((None, team) for team in sorted(audience.teams)),
        )
    )
    inbox.visibility = audience.visibility.value
    inbox.save(update_fields=["visibility"])
