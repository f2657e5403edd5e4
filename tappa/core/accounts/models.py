"""Nouns: User, Workspace, Team, Member, Invitation, ApiToken."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from tappa.core.accounts.grants import Role
from tappa.core.accounts.rules import NotifyAbout, NotifyBy, Theme
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace


class Users(BaseUserManager["User"]):
    """Finds users by e-mail without regard to case, as people type it."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail. Raises User.DoesNotExist."""
        return self.get(email=(username or "").lower())


def notify_about_all() -> list[str]:
    """What a new user hears of: everything there is."""
    return [kind.value for kind in NotifyAbout]


def notify_by_title() -> list[str]:
    """How a new user hears of it: quietly, in the page's title."""
    return [NotifyBy.TITLE.value]


class User(AbstractBaseUser):
    """A person who signs in. May be a member of several workspaces.

    `email` is kept in small letters. `notify_about` and `notify_by` are what reaches them, and how, beyond the list in
    the app (I9). `last_workspace` is where they were last, and where the next sign-in leads.
    """

    name = models.CharField(max_length=100)
    email = models.EmailField(unique=True)
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    theme = models.CharField(
        max_length=6, default=Theme.SYSTEM.value, choices=[(theme.value, theme.value) for theme in Theme]
    )
    notify_about = ArrayField(models.CharField(max_length=30), default=notify_about_all, blank=True)
    notify_by = ArrayField(models.CharField(max_length=10), default=notify_by_title, blank=True)
    last_workspace = models.ForeignKey(
        "Workspace", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = Users()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_user_email_small")
        ]


class Workspace(models.Model):
    """The tenant: users, channels, contacts and stages all belong to one. Nobody sees across.

    `country_code` (ISO 3166-1 alpha-2) reads phones written without their country; reports count in `time_zone`.
    """

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    country_code = models.CharField(max_length=2, default="US")
    created_at = models.DateTimeField(db_default=ClockTimestamp())


class Team(models.Model):
    """Members who share contacts. Deleted teams stay as rows, so that the history keeps their names."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="teams", db_index=False)
    name = models.CharField(max_length=100)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("accounts_team"),
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                condition=models.Q(deleted_at=None),
                name="accounts_team_name_once",
            ),
        ]


class Member(models.Model):
    """A user in a workspace, with one role. Removed members stay as rows, so that the history keeps their names.

    `contact_columns` are those of their table of contacts, in order; None as long as they have chosen none.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="members", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=7, choices=[(role.value, role.value) for role in Role])
    restrictions = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        db_constraint=False,
        db_index=False,
    )
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    removed_at = models.DateTimeField(null=True)
    hides_first_steps = models.BooleanField(default=False, db_default=False)
    contact_columns = ArrayField(models.CharField(max_length=40), null=True, blank=True)

    class Meta:
        constraints = [
            one_per_workspace("accounts_member"),
            models.UniqueConstraint(fields=["workspace", "user"], name="accounts_member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="accounts_member_role_known"
            ),
            WithinWorkspace(column="team_id", to="accounts.Team", name="accounts_member_team_within"),
        ]


class Invitation(models.Model):
    """An e-mail address is asked into a workspace. Its link holds a secret of which only the hash is stored, so that
    it is shown once; sending the invitation again makes a new one.

    `email` is kept in small letters. Open until accepted, revoked, or past `expires_at`.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations", db_index=False)
    email = models.EmailField()
    role = models.CharField(max_length=7, choices=[(role.value, role.value) for role in Role])
    restrictions = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    team = models.ForeignKey(
        Team, models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    invited_by = models.ForeignKey(
        Member, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    fingerprint = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("accounts_invitation"),
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_invitation_email_small"
            ),
            WithinWorkspace(column="team_id", to="accounts.Team", name="accounts_invitation_team_within"),
            WithinWorkspace(
                column="invited_by_id", to="accounts.Member", name="accounts_invitation_inviter_within"
            ),
        ]


class ApiToken(models.Model):
    """A key to the API of one workspace. Belongs to the workspace and outlives its maker; stored as a hash only.

    `scopes` holds names of `grants.Scope`. `last_used_at` is kept to the minute.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="tokens", db_index=False)
    name = models.CharField(max_length=100)
    fingerprint = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=30))
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_per_workspace("accounts_apitoken")]
