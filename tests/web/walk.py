"""Asking an address as somebody, in the test's own process: nothing that the asking changes stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.conf import settings
from django.db import transaction
from django.test import Client

from tappa.core.accounts.models import Member
from tests.cast import Cast
from tests.support.premises import EVERYBODY, Premises, Subject
from tests.support.routes import Route
from tests.support.signin import session_of

NOWHERE = "no-such-workspace"
NO_ID = 9_007_199_254_740_000  # below the greatest whole number that a browser keeps exactly
NO_SECRET = "x" * 43


@dataclass(frozen=True)
class Answer:
    """What came back, and what the address itself brought along."""

    status: int
    body: str
    location: str
    parts: tuple[str, ...] = ()

    def is_like(self, nothing: "Answer") -> bool:
        """Whether nobody can tell this from the answer about nothing, but for what they asked themselves."""
        body, location = nothing.body, nothing.location
        for own, missing_one in zip(self.parts, nothing.parts, strict=True):
            body, location = (text.replace(missing_one, own) for text in (body, location))
        return (self.status, self.body, self.location) == (nothing.status, body, location)


class Walkers:
    """Everybody of the cast with a session, and nobody ("nobody")."""

    def __init__(self, cast: Cast) -> None:
        members: dict[str, Member] = {name: getattr(cast, name) for name in (*EVERYBODY, "stranger")}
        self.members = members
        self.sessions = {name: session_of(member.user) for name, member in members.items()}

    def ask(
        self,
        who: str,
        method: str,
        route: Route,
        values: Mapping[str, object],
        form: Mapping[str, str] | None = None,
        *,
        forged: bool = False,
    ) -> Answer:
        """Ask as this person, in a transaction that is taken back. `forged`: as a form of another site would."""
        client = Client(
            raise_request_exception=False, enforce_csrf_checks=forged, headers={"Accept": "text/html"}
        )
        if who in self.sessions:
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.sessions[who]})
        with transaction.atomic():
            ask = client.get if method == "GET" else client.post
            response = ask(route.path(values), dict(form or {}))
            body = "" if response.streaming else response.content.decode(errors="replace")
            transaction.set_rollback(True)
        parts = tuple(str(values[part]) for part in route.parts)
        return Answer(response.status_code, body, response.get("Location", ""), parts)


def of_contact(subject: Subject) -> dict[str, object]:
    """The parts of addresses that name a contact or something of one."""
    return {
        "contact_id": subject.contact.id,
        "conversation_id": subject.conversation.id,
        "message_id": subject.answer.id,
        "transition_id": subject.transition.id,
    }


def of_workspace(premises: Premises) -> dict[str, object]:
    """The parts of addresses that name something else in a workspace."""
    return {
        "slug": premises.workspace.slug,
        "channel_id": premises.channel.id,
        "field_id": premises.field.id,
        "invitation_id": premises.invitation.id,
        "member_id": premises.agent.id,
        "segment_id": premises.segment.id,
        "stage_id": premises.stage.id,
        "tag_id": premises.tag.id,
        "team_id": premises.team.id,
        "token_id": premises.token.id,
        "job_id": premises.operation.id,
        "hidden_id": premises.deleted.id,
        "inbox_id": premises.inbox.id,
        "deleted_id": premises.deleted_inbox.id,
    }


def anywhere(premises: Premises) -> dict[str, object]:
    """The parts of addresses outside of workspaces."""
    return {
        "public_id": premises.chat.public_id,
        "secret": premises.invitation_secret,
        "kind": premises.chat.kind,
        "box": "all",
        "change": "move",
        "key": "a-key",
        "uidb36": "1",
        "pk": 1,
    }


def missing(route: Route) -> dict[str, object]:
    """Parts of the right shape that name nothing."""
    shapes: dict[str, object] = {
        "slug": NOWHERE,
        "public_id": "nosuchchat00",
        "secret": NO_SECRET,
        "key": "none",
        "uidb36": "0",
    }
    shapes |= {"kind": "webchat", "box": "all", "change": "move"}  # of these there is no other
    return {part: shapes.get(part, NO_ID + place) for place, part in enumerate(route.parts)}


CONTACT_PARTS = frozenset({"contact_id", "conversation_id", "message_id", "transition_id"})
NAMING_NOTHING = frozenset({"slug", "kind", "box", "change"})  # what every workspace has
KNOWN_PARTS = CONTACT_PARTS | {
    "slug", "channel_id", "field_id", "invitation_id", "member_id", "stage_id", "tag_id", "team_id",
    "token_id", "public_id", "secret", "kind", "box", "key", "inbox_id", "deleted_id", "uidb36",
    "pk", "segment_id", "change", "job_id", "hidden_id"
}  # fmt: skip


def values_of(premises: Premises, whose: str = "nobody's") -> dict[str, object]:
    """Every part that an address may have, filled from these premises."""
    return of_workspace(premises) | of_contact(premises.subjects[whose]) | anywhere(premises)


def is_about_a_contact(route: Route) -> bool:
    """Whether who asks must see the contact."""
    return not CONTACT_PARTS.isdisjoint(route.parts)
