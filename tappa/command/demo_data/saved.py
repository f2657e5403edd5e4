"""What the demo's team has saved: segments of its contacts, and inboxes that everybody sees."""

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.create_segment import create_segment
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.tags import tags_in
from tappa.core.inbox.actions.create_inbox import create_inbox
from tappa.core.inbox.custom import lost_filter
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind


def save_filters(owner: Member) -> None:
    """Three segments and two inboxes, made by the owner."""
    workspace_id = owner.workspace_id
    by = actor_of(owner, Via.COMMAND)
    catalogue = Catalogue(workspace_id)
    steps = [stage for stage in stages_of(workspace_id) if stage.kind == Kind.LIFECYCLE]
    undecided = ["stage", "hasAnyOf", [stage.id for stage in steps if not stage.is_won]]
    company = ["tag", "hasAnyOf", [tags_in(workspace_id).get(name="Company").id]]
    bought = ["stage", "hasAnyOf", [stage.id for stage in steps if stage.is_won]]
    segments = (
        ("Going cold", "⏳", [undecided, ["time_at_stage", "isGreaterThan", [7]]]),
        ("Companies", "🏢", [company]),
        ("New customers", "🌷", [bought, ["entered_stage", "isLessThanDaysAgo", [30]]]),
    )
    for name, emoji, conditions in segments:
        create_segment(name, emoji=emoji, where=read_filter({"all": conditions}, catalogue), by=by)
    everybody = Audience(Visibility.PUBLIC)
    if (lost := lost_filter(workspace_id)) is not None:
        create_inbox(owner, name="Lost, worth a call", emoji="🧊", wanted=lost, audience=everybody, by=by)
    companies = read_filter({"all": [company]}, catalogue)
    create_inbox(owner, name="Companies", emoji="🏢", wanted=companies, audience=everybody, by=by)
