"""What was chosen in a list, as an address carries it: ids of contacts with dots between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Final
from urllib.parse import urlencode

from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contacts
from tappa.core.contacts.selection import Ticked, nobody_chosen
from tappa.core.inbox.actions.snooze_many import Slept
from tappa.core.inbox.chosen import CHOSEN_LIMIT, require_few
from tappa.core.inbox.models import Conversation
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.thread_pages import Nap
from tappa.web.shell.mates import Crew, Mate
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages

BETWEEN: Final = "."
BEFORE: Final = "-"


@dataclass(frozen=True)
class AssignMenu:
    """To whom what was chosen may go. `action` is where its form is sent."""

    TEMPLATE: ClassVar[str] = "inbox/_chosen_assign.html"
    action: str
    mates: tuple[Mate, ...]
    teams: tuple[Crew, ...]


@dataclass(frozen=True)
class SnoozeMenu:
    """Until when what was chosen may sleep."""

    TEMPLATE: ClassVar[str] = "inbox/_chosen_snooze.html"
    action: str
    naps: tuple[Nap, ...]
    earliest: str


@dataclass(frozen=True)
class StageMenu:
    """Where the contacts that were chosen may go. They stand at many stages: none is ticked. `name` is
    how many they are, in words."""

    TEMPLATE: ClassVar[str] = "inbox/_chosen_stage.html"
    action: str
    stages: Stages
    name: str
    stage: None = None


def chosen_ids(visit: Visit) -> list[int]:
    """The ids that the address names, each once. Raises Invalid for none and for too many."""
    words = visit.request.GET.get("contacts", "").split(BETWEEN)[: CHOSEN_LIMIT + 1]
    ids = list(dict.fromkeys(id_ for word in words if (id_ := whole_number(word))))
    require_few(ids)
    return ids


def chosen_contacts(visit: Visit) -> list[Contact]:
    """The chosen contacts that this member sees. Raises NotFound where that is none."""
    ids = chosen_ids(visit)
    contacts = list(visible_contacts(visit.member).filter(id__in=ids))
    if not contacts:
        raise nobody_chosen(Ticked(tuple(ids)))
    return contacts


def address_of(visit: Visit, name: str, ids: Sequence[int]) -> str:
    """An address about these contacts."""
    return f"{visit.url(name)}?contacts={BETWEEN.join(map(str, ids))}"


def reopening_of(visit: Visit, closed: Sequence[Conversation]) -> str:
    """Where this closing is taken back."""
    return _about(visit, "inbox_chosen_reopening", [conversation.id for conversation in closed])


def unmarking_of(visit: Visit, marked: Sequence[int]) -> str:
    """Where these conversations are put aside no longer."""
    return _about(visit, "inbox_chosen_unmarking", marked)


def _about(visit: Visit, name: str, conversations: Sequence[int]) -> str:
    return f"{visit.url(name)}?conversations={BETWEEN.join(map(str, conversations))}"


def waking_of(visit: Visit, slept: Sequence[Slept], until: datetime) -> str:
    """Where this snoozing is taken back. What slept before is named with the second until which it did."""
    words = [
        f"{each.conversation_id}{BEFORE}{each.before.timestamp():.0f}"
        if each.before
        else str(each.conversation_id)
        for each in slept
    ]
    query = urlencode({"until": f"{until.timestamp():.0f}", "conversations": BETWEEN.join(words)})
    return f"{visit.url('inbox_chosen_waking')}?{query}"


def named_conversations(visit: Visit) -> list[tuple[Contact, Slept]]:
    """The conversations that the address names, as it says they slept before, with their contacts; only of whom this
    member sees."""
    words = visit.request.GET.get("conversations", "").split(BETWEEN)[: CHOSEN_LIMIT + 1]
    named = {id_: moment(before) for id_, before in (_parts(word) for word in words) if id_ is not None}
    found = Conversation.objects.filter(workspace_id=visit.workspace.id, id__in=named)
    of_contact = dict(found.values_list("contact_id", "id"))
    contacts = visible_contacts(visit.member).filter(id__in=of_contact)
    return [(contact, Slept(of_contact[contact.id], named[of_contact[contact.id]])) for contact in contacts]


def _parts(word: str) -> tuple[int | None, str]:
    id_, _dash, before = word.partition(BEFORE)
    return whole_number(id_), before


def moment(text: str) -> datetime | None:
    """A second since 1970, as the address writes it; None for what is none."""
    seconds = whole_number(text)
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds < 2**33 else None
