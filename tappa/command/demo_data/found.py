"""The demo workspace is founded, or found again."""

from typing import Final

from django.conf import settings
from django.db import transaction

from tappa.command.demo_data.hours import TIME_ZONE
from tappa.command.demo_data.saved import save_filters
from tappa.command.demo_data.studio import Studio, cast_stages
from tappa.command.demo_data.survey import FIELDS, TAGS
from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member, Workspace
from tappa.core.activity.actor import Via, system
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.tags import tags_in
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.set_up_workspace import set_up_workspace
from tappa.core.inbox.models import Channel
from tappa.core.inbox.rules import ContactIdKind
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import Conflict

SLUG: Final = "demo"
OWNER: Final = "owner@demo.example"
CHANNEL: Final = "Website form bridge"
_TEAMS: Final = ("Sales", "Care")
_PEOPLE: Final[tuple[tuple[str, str, Role, int | None], ...]] = (
    ("Elena Marchetti", OWNER, Role.OWNER, None),
    ("Marco Rinaldi", "manager@demo.example", Role.MANAGER, 0),
    ("Ana Torres", "agent@demo.example", Role.AGENT, 0),
    ("Tom Whitfield", "tom@demo.example", Role.AGENT, 0),
    ("Sofía Navarro", "sofia@demo.example", Role.AGENT, 0),
    ("Claire Dubois", "claire@demo.example", Role.AGENT, 1),
    ("Jonas Weber", "jonas@demo.example", Role.AGENT, 1),
)  # fmt: skip


def demo_studio() -> tuple[Studio, bool]:
    """The demo workspace, founded now when there is none, and whether it was. Raises Conflict when the slug is
    somebody else's."""
    with transaction.atomic():
        workspace = Workspace.objects.filter(slug=SLUG).first()
        founded = workspace is None
        if workspace is None:
            workspace = _found()
        elif not Member.objects.filter(workspace=workspace, user__email=OWNER).exists():
            raise Conflict(
                f"The workspace {SLUG} is not the demo's: {OWNER} is no member of it. Nothing was added. "
                "The demo needs that slug: use a fresh data directory (--data) for it.",
                field="slug",
            )
        return _look_around(workspace), founded


def _found() -> Workspace:
    """The workspace with its people, teams, tags, custom fields, channel, segments and custom inboxes."""
    workspace = set_up_workspace(name="Studio Aurora", slug=SLUG, time_zone=TIME_ZONE, country_code="IT")
    teams = [create_team(workspace, name=name) for name in _TEAMS]
    for name, email, role, team in _PEOPLE:
        user = create_user(
            name=name, email=email, password=settings.SECRETS.demo_password, time_zone=TIME_ZONE
        )
        add_member(workspace, user, role=role, team=None if team is None else teams[team])
    by = system(workspace.id, via=Via.COMMAND)
    for tag in TAGS:
        create_tag(tag, by=by)
    for field in FIELDS:
        create_field(field, by=by)
    chosen = {"contact_id": ContactIdKind.CUSTOM, "outbound_url": ""}
    create_channel(workspace, kind="custom", name=CHANNEL, settings=chosen)
    save_filters(Member.objects.get(workspace=workspace, user__email=OWNER))
    return workspace


def _look_around(workspace: Workspace) -> Studio:
    """What is there now: the team may have changed much since."""
    members = Member.objects.filter(workspace=workspace, removed_at=None).order_by("id")
    agents = dict(members.filter(role=Role.AGENT).values_list("id", "team_id"))
    everybody = dict(members.values_list("id", "team_id"))
    leader = members.exclude(role=Role.AGENT).order_by("role", "id").values_list("id", flat=True).first()
    channel = (
        Channel.objects.filter(workspace=workspace, removed_at=None, name=CHANNEL).order_by("id").first()
    )
    if channel is None:
        raise Conflict(
            f"The demo workspace has no channel named {CHANNEL} any more, by which its people write. Nothing was "
            "added. Make one with `tappa channel create`.",
            field="channel",
        )
    stages = stages_of(workspace.id)
    return Studio(
        workspace_id=workspace.id,
        channel_id=channel.id,
        leader=leader or next(iter(everybody)),
        teams=agents or everybody,
        names=dict(members.values_list("id", "user__name")),
        tags=tuple(
            tags_in(workspace.id)
            .filter(name__in=[tag.name for tag in TAGS])
            .order_by("id")
            .values_list("id", flat=True)
        ),
        fields=_fields(workspace.id),
        stages=cast_stages(stages),
        has_default=any(stage.is_default for stage in stages),
    )


def _fields(workspace_id: int) -> dict[str, int]:
    """The ids of the custom fields that are still what the story takes them for, by slug."""
    known = {field.slug: field for field in FIELDS}
    return {
        field.slug: field.id
        for field in fields_of(workspace_id)
        if field.slug in known
        and field.data_type == known[field.slug].data_type
        and field.allowed_values == list(known[field.slug].allowed_values)
    }
