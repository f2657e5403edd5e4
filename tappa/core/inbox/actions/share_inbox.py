"""Who sees a custom inbox is written down."""

from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.models_inbox import CustomInbox, InboxShare


def share_with(inbox: CustomInbox, audience: Audience) -> None:
    """Let these see the inbox, and nobody else besides its maker. Part of the action around it, which checks and records."""
    of = {"workspace_id": inbox.workspace_id, "inbox": inbox}
    InboxShare.objects.filter(workspace_id=inbox.workspace_id, inbox=inbox).delete()
    members = [InboxShare(**of, member_id=each) for each in sorted(audience.members)]
    teams = [InboxShare(**of, team_id=each) for each in sorted(audience.teams)]
    InboxShare.objects.bulk_create([*members, *teams])
    inbox.visibility = audience.visibility.value
    inbox.save(update_fields=["visibility"])
