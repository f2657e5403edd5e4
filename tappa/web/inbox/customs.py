"""Building the page of a custom inbox: its conditions as chips, what they find now, whom it can be shared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from tappa.core.accounts.queries import members_of, teams_of
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_address, read_filter, write_address
from tappa.core.contacts.filters.terms import EVERYONE, Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.inbox.custom_counts import count_found
from tappa.core.inbox.custom_terms import usual_status
from tappa.core.inbox.inboxes import ConversationFilter, Filtered
from tappa.core.inbox.lists import list_conversations
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.inbox.sections import Section
from tappa.web.contacts.filtering.chips import bar_of
from tappa.web.inbox.custom_forms import InboxForm
from tappa.web.inbox.custom_pages import Conditions, CustomPage, Found, Preview
from tappa.web.inbox.sidebars import sidebar_of
from tappa.web.inbox.spot import spot_of_sidebar
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit
from tappa.web.start.link import start_link

SHOWN: Final = 5  # of what the conditions find
PREVIEW: Final = 90  # characters of a last message


@dataclass(frozen=True, slots=True)
class Draft:
    """An inbox that is being made or changed, as the address of its page has it: `inbox` is None for a new one."""

    inbox: CustomInbox | None
    filter: Filter
    catalogue: Catalogue

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the chips send along."""
        of = [("of", str(self.inbox.id))] if self.inbox else []
        return [*of, ("filter", write_address(self.filter))]


def draft_of(inbox: CustomInbox | None, word: str | None, catalogue: Catalogue) -> Draft:
    """The draft with the filter of an address, or, where that says nothing, with the inbox's own."""
    if word is not None or inbox is None:
        return Draft(inbox, read_address(word or "", catalogue), catalogue)
    return Draft(inbox, read_filter(inbox.filter, catalogue), catalogue)


def address_of(visit: Visit, draft: Draft) -> str:
    """The page on which it is made or changed."""
    if draft.inbox:
        return visit.url("inbox_custom_edit", inbox_id=draft.inbox.id)
    return visit.url("inbox_custom_new")


def conditions_of(visit: Visit, draft: Draft, *, error: str = "") -> Conditions:
    """The chips, and what they find."""
    bar = bar_of(visit, draft, action=visit.url("inbox_custom_conditions"), clear="")
    shows = draft.filter != EVERYONE and not bar.is_broken
    return Conditions(
        bar, write_address(draft.filter), _preview(visit, draft.filter) if shows else None, error
    )


def _preview(visit: Visit, wanted: Filter) -> Preview:
    reading = Reading(ZoneInfo(visit.workspace.time_zone), timezone.now())
    content = Filtered(wanted, reading)
    where = ConversationFilter(status=usual_status(content))
    found = list_conversations(visit.member, inbox=content, section=Section(SHOWN), where=where)
    rows = tuple(
        Found(
            whole_name(row),
            visit.url("inbox_conversation", box="all", conversation_id=row.conversation_id),
            row.last_text[:PREVIEW],
        )
        for row in found.rows
    )
    return Preview(count_found(visit.member, content), rows)


def custom_page(visit: Visit, draft: Draft, form: InboxForm, errors: Mapping[str, str]) -> CustomPage:
    """The whole page."""
    others = members_of(visit.workspace.id).exclude(id=visit.member.id).order_by("user__name", "id")
    back = visit.url("inbox_list", box=f"custom-{draft.inbox.id}") if draft.inbox else visit.url("inbox")
    return CustomPage(
        sidebar=sidebar_of(spot_of_sidebar(visit, f"custom-{draft.inbox.id}" if draft.inbox else "")),
        start=start_link(visit),
        inbox=draft.inbox,
        form=form,
        conditions=conditions_of(visit, draft, error=errors.get("filter", "")),
        mates=tuple(others),
        teams=tuple(teams_of(visit.workspace.id)),
        back=back,
        errors=errors,
    )
