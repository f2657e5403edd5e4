"""A workspace is set up with all that it begins with: its stages, and a website chat that can be tried at once."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Via, system
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.core.lifecycle.actions.found_workspace import found_workspace


def set_up_workspace(
    *,
    name: str,
    slug: str,
    language: str = "en",
    time_zone: str = "UTC",
    country_code: str = "US",
    legacy_lifecycle: bool = False,
    via: Via = Via.COMMAND,
) -> Workspace:
    """Found a workspace and connect its website chat, in one transaction. Raises what found_workspace raises."""
    with transaction.atomic():
        workspace = found_workspace(
            name=name,
            slug=slug,
            language=language,
            time_zone=time_zone,
            country_code=country_code,
            legacy_lifecycle=legacy_lifecycle,
            via=via,
        )
        with override(language):
            chat = _("Website chat")
        by = system(workspace.id, via=via)
        create_channel(workspace, kind=WEBSITE_CHAT, name=chat, settings={}, by=by)
    return workspace
