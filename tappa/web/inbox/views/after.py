"""Where a form without a script leads after an act."""

from tappa.core.contacts.models import Contact
from tappa.web.shell.answers import back_to
from tappa.web.shell.visit import Visit


def page_with(visit: Visit, contact: Contact) -> str:
    """The page on which the form stood, or the contact's conversation in All."""
    conversation = contact.standing.conversation_id
    if conversation is None:
        return back_to(visit, visit.url("inbox"))
    return back_to(visit, visit.url("inbox_conversation", box="all", conversation_id=conversation))
