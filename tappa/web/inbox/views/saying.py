"""What a member says: to the contact, or among the team; what they have begun to say; the marks of reading and typing."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.channels.registry import carries
from tappa.core.accounts.grants import Permission
from tappa.core.activity.whisper import Whisper, whisper
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contact
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.keep_draft import drop_draft, keep_draft
from tappa.core.inbox.actions.mark_read import mark_read
from tappa.core.inbox.actions.mark_unread import mark_unread
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.retry import retry_message
from tappa.core.inbox.models import Channel
from tappa.core.inbox.queries import message_by_id
from tappa.core.inbox.rules import Writing
from tappa.core.inbox.ways import channels_to
from tappa.kernel.errors import Invalid
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.mentions import called_in
from tappa.web.inbox.views.after import page_with
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.visit import Visit

TEXT_LIMIT: Final = 10_000


@door(Permission.USE_CONTACTS, "POST")
def messages(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """Answer the contact. A message sent twice under one `client` id is stored once."""
    contact = visible_contact(visit.member, contact_id)
    posted = visit.request.POST
    text = posted.get("text", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Invalid(_("Write something first."), field="text")
    if len(text) > TEXT_LIMIT:
        raise Invalid(
            _("A message must have at most %(limit)d characters.") % {"limit": TEXT_LIMIT}, field="text"
        )
    reply(
        contact,
        {"type": "text", "text": text},
        text=text,
        channel=_channel(contact, whole_number(posted.get("channel"))),
        client_id=_client_id(posted.get("client", "")),
        by=visit.actor,
    )
    drop_draft(contact, kind=Writing.REPLY, member=visit.member)
    return done(visit, to=page_with(visit, contact), names=f"contact-{contact.id} inbox contacts")


@door(Permission.USE_CONTACTS, "POST")
def delivery(visit: Visit, *, contact_id: int, message_id: int) -> HttpResponseBase:
    """Send a message that failed once more."""
    contact = visible_contact(visit.member, contact_id)
    retry_message(message_by_id(contact, message_id), by=visit.actor)
    return done(visit, to=page_with(visit, contact), names=f"contact-{contact.id} inbox")


@door(Permission.USE_CONTACTS, "POST")
def comments(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """Say something to the team. Whoever is called by "@" and their name may see the contact from then on."""
    contact = visible_contact(visit.member, contact_id)
    posted = visit.request.POST
    text = posted.get("text", "").replace("\r\n", "\n")
    chosen = [whole_number(each) for each in posted.getlist("mention")]
    mentions = called_in(text, visit.workspace.id, chosen=[each for each in chosen if each])
    client_id = _client_id(posted.get("client", ""))
    comment(contact, text, mentions=mentions, client_id=client_id, by=visit.actor)
    drop_draft(contact, kind=Writing.COMMENT, member=visit.member)
    return done(visit, to=page_with(visit, contact), names=f"contact-{contact.id}")


@door(Permission.USE_CONTACTS, "POST")
def draft(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """What the member has begun to write: theirs alone, in every browser of theirs."""
    contact = visible_contact(visit.member, contact_id)
    posted = visit.request.POST
    kind = Writing.COMMENT if posted.get("mode") == Writing.COMMENT else Writing.REPLY
    keep_draft(contact, posted.get("text", "").replace("\r\n", "\n"), kind=kind, member=visit.member)
    return HttpResponse(status=204)


@door(Permission.USE_CONTACTS, "POST")
def reading(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The member has the thread before their eyes."""
    contact = visible_contact(visit.member, contact_id)
    if mark_read(contact, member=visit.member):
        return done(visit, to=page_with(visit, contact), names="inbox")
    return HttpResponse(status=204)


@door(Permission.USE_CONTACTS, "POST")
def unreading(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The member puts the conversation aside as unread."""
    contact = visible_contact(visit.member, contact_id)
    mark_unread([contact], member=visit.member)
    return done(visit, to=page_with(visit, contact), names="inbox")


@door(Permission.USE_CONTACTS, "POST")
def typing(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The member is writing: the visitor of a website chat, and the team, see a mark for a moment."""
    contact = visible_contact(visit.member, contact_id)
    whisper(Whisper(contact.workspace_id, contact.id, visit.member.id))
    return HttpResponse(status=204)


def _channel(contact: Contact, wanted: int | None) -> Channel:
    """The channel that was chosen, or else the first by which the contact can be reached."""
    able = [channel for channel in channels_to(contact) if carries(channel.kind, "text")]
    chosen = [channel for channel in able if wanted in {None, channel.id}]
    if not chosen:
        raise Invalid(_("This contact cannot be reached through this channel any more."), field="channel")
    return chosen[0]


def _client_id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
