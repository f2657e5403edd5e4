"""The shape of what the forms of the settings post. What it must be is decided by the actions, which refuse by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from tappa.core.accounts.grants import ALL_SCOPES, RESTRICTIONS, Role
from tappa.core.accounts.models import Member
from tappa.kernel.errors import DomainError, Invalid

Errors = Mapping[str, str]
FORM = ""  # the key of an error that is no field's own


def errors_of(refusal: DomainError, fields: Collection[str]) -> Errors:
    """A refusal at the field it is about, or above the form where the form has no such field."""
    field_name = refusal.field or FORM
    return {field_name if field_name in fields else FORM: refusal.message}


@dataclass(frozen=True, slots=True)
class WorkspaceForm:
    """The workspace's own settings."""

    name: str
    language: str
    time_zone: str
    country_code: str

    @classmethod
    def read(cls, post: QueryDict) -> "WorkspaceForm":
        """What was typed."""
        return cls(
            *(post.get(name, "").strip() for name in ("name", "language", "time_zone", "country_code"))
        )


@dataclass(frozen=True, slots=True)
class MemberForm:
    """A role with its restrictions, and a team. `email` is asked of who is invited only."""

    role: str = Role.AGENT.value
    restrictions: tuple[str, ...] = ()
    team_id: str = ""
    email: str = ""

    @classmethod
    def read(cls, post: QueryDict) -> "MemberForm":
        """What was typed. Boxes ticked under another role than the one chosen mean nothing."""
        role = post.get("role", "")
        known = RESTRICTIONS[Role(role)] if role in set(Role) else frozenset()
        ticked = sorted({each for each in post.getlist("restrictions") if each in known})
        return cls(role, tuple(ticked), post.get("team", ""), post.get("email", "").strip())

    @classmethod
    def of(cls, member: Member) -> "MemberForm":
        """A member as they are."""
        return cls(member.role, tuple(member.restrictions), str(member.team_id or ""))

    def chosen_role(self, sentence: str) -> Role:
        """The role. Raises Invalid with the sentence where none was chosen."""
        if self.role not in set(Role):
            raise Invalid(sentence, field="role")
        return Role(self.role)


@dataclass(frozen=True, slots=True)
class TokenForm:
    """An API token to be made."""

    name: str = ""
    scopes: tuple[str, ...] = tuple(ALL_SCOPES)

    @classmethod
    def read(cls, post: QueryDict) -> "TokenForm":
        """What was typed."""
        return cls(post.get("name", "").strip(), tuple(post.getlist("scopes")))


@dataclass(frozen=True, slots=True)
class ChannelForm:
    """A channel's name and the settings of its kind, as text."""

    name: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def read(cls, post: QueryDict, kind: str) -> "ChannelForm":
        """What was typed into the fields of this kind."""
        name = post.get("name", "").strip()
        if kind == "custom":
            given = {key: post.get(key, "").strip() for key in ("contact_id", "outbound_url")}
            return cls(name, given)
        texts = {key: post.get(key, "").strip() for key in ("greeting", "language")}
        return cls(name, {**texts, "ask_details": post.get("ask_details") == "on"})
