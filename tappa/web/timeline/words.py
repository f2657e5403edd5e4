"""Who did it, always with a name, and what details are called."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tappa.core.activity.actor import By, Cause, Via
from tappa.core.contacts.journey import Journey
from tappa.core.inbox.timeline import Doer
from tappa.core.lifecycle.models import Stage


def doer(by: Doer) -> str:
    """The name of who did it: a member, a token, a rule, an import, or Tappa itself."""
    return named(by.kind, by.name, by.cause, by.via)


def brought_by(journey: Journey) -> str:
    """Through whom a contact came where it stands, a member by the first name; "" when it never moved."""
    if not journey.by_kind:
        return ""
    name = named(journey.by_kind, journey.by_name, journey.cause, "")
    if journey.by_kind == By.MEMBER and journey.by_name:
        name = name.split()[0]
    return name if journey.cause == Cause.DEFAULT else _("by %(name)s") % {"name": name}


def named(kind: str, name: str, cause: str, via: str) -> str:
    """The name of an actor by its kind, its own name, and what moved it."""
    match kind:
        case By.MEMBER:
            return name or _("a former member")
        case By.TOKEN:
            return _("API token “%(name)s”") % {"name": name}
        case By.RULE:
            return _("a rule")
    if cause == Cause.DEFAULT:
        return _("default stage")
    if via == Via.IMPORT:
        return _("an import")
    return "n8n" if via == Via.N8N else "Tappa"


def field_name(field: str) -> str:
    """What a detail of a contact is called, within a sentence."""
    return {
        "first_name": _("first name"),
        "last_name": _("last name"),
        "phone": _("phone"),
        "email": _("e-mail"),
        "language": _("language"),
        "profile_pic": _("picture"),
        "country_code": _("country"),
    }.get(field, field)


def filled(template: str, words: Mapping[str, str]) -> Markup:
    """A translated sentence with its words: what is not marked up already is escaped."""
    return Markup(template) % words  # noqa: S704  the sentence is our own translation, never what somebody wrote


def strong(text: str) -> Markup:
    """A name within a sentence, which turns nothing around it."""
    return Markup(f'<b dir="auto">{escape(text)}</b>')  # noqa: S704  escaped


def isolated(name: str) -> Markup:
    """A name within a sentence, in the direction of its own letters."""
    return Markup(f"<bdi>{escape(name)}</bdi>")  # noqa: S704  escaped


def stage_name(name: str, stage: Stage | None) -> Markup:
    """A stage as it was called then, with the emoji that it has now."""
    emoji = stage.emoji if stage else ""
    mark = f'<span class="emoji" aria-hidden="true">{escape(emoji)}</span>' if emoji else ""
    return Markup(f"<b>{mark}{escape(name)}</b>")  # noqa: S704  escaped
