"""Custom inboxes and how each member arranges them: CustomInbox, InboxShare, InboxSidebar (I2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tappa.core.accounts.models import Member, Team, Workspace
from tappa.core.inbox.inbox_rules import EMOJI_LIMIT, NAME_LIMIT, Fold, Visibility
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace


class CustomInbox(models.Model):
    """A filter of conversations with a name, made by a member, who alone edits it.

    `filter` is JSON as contacts/filters/parse.py writes it: a part whose stage, tag or field is gone is found broken
    when it is read. `version` grows with every change, so that somebody who edits it in two windows notices. A deleted
    one is hidden at once and can be brought back.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="custom_inboxes", db_index=False)
    name = models.CharField(max_length=NAME_LIMIT)
    emoji = models.CharField(max_length=EMOJI_LIMIT, blank=True)
    filter = models.JSONField()
    maker = models.ForeignKey(
        Member, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    visibility = models.CharField(
        max_length=7,
        default=Visibility.PRIVATE.value,
        choices=[(each.value, each.value) for each in Visibility],
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("inbox_custominbox"),
            models.CheckConstraint(
                condition=Q(visibility__in=[each.value for each in Visibility]),
                name="inbox_custominbox_visibility_known",
            ),
            WithinWorkspace(column="maker_id", to="accounts.Member", name="inbox_custominbox_maker_within"),
        ]


class InboxShare(models.Model):
    """A member, or a team, with whom a custom inbox is shared."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    inbox = models.ForeignKey(
        CustomInbox, models.CASCADE, related_name="shares", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            one_per_workspace("inbox_inboxshare"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, team__isnull=True)
                | Q(member__isnull=True, team__isnull=False),
                name="inbox_inboxshare_one_of_two",
            ),
            models.UniqueConstraint(
                fields=["workspace", "inbox", "member"],
                condition=Q(member__isnull=False),
                name="inbox_inboxshare_member_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "inbox", "team"],
                condition=Q(team__isnull=False),
                name="inbox_inboxshare_team_once",
            ),
            WithinWorkspace(
                column="inbox_id",
                to="inbox.CustomInbox",
                name="inbox_inboxshare_inbox_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="member_id",
                to="accounts.Member",
                name="inbox_inboxshare_member_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="team_id",
                to="accounts.Team",
                name="inbox_inboxshare_team_within",
                on_delete_cascade=True,
            ),
        ]


class InboxSidebar(models.Model):
    """How a member has arranged the sidebar: the order of custom inboxes, by id, and the sections that are folded.

    Inboxes that are not in the order come after it; ids of what is gone, or is not shared with them any more, mean
    nothing and do no harm.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    order = ArrayField(models.BigIntegerField(), default=list)
    folded = ArrayField(
        models.CharField(max_length=10, choices=[(each.value, each.value) for each in Fold]), default=list
    )

    class Meta:
        constraints = [
            one_per_workspace("inbox_inboxsidebar"),
            models.UniqueConstraint(fields=["workspace", "member"], name="inbox_inboxsidebar_once"),
            WithinWorkspace(
                column="member_id",
                to="accounts.Member",
                name="inbox_inboxsidebar_member_within",
                on_delete_cascade=True,
            ),
        ]
