"""The sidebar: its parts that are fetched again, and how each member arranges it."""

from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.inbox.actions.arrange_sidebar import fold_sections, order_inboxes
from tappa.core.inbox.inbox_rules import Fold
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.sidebars import built_in_of, custom_section_of
from tappa.web.inbox.spot import Spot, spot_of_sidebar
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

MOST: Final = 1000  # ids of an order that are read


@door(Permission.USE_CONTACTS)
def built_in(visit: Visit) -> HttpResponseBase:
    """The built-in inboxes with their counts."""
    return render(visit, built_in_of(_spot(visit)))


@door(Permission.USE_CONTACTS)
def custom(visit: Visit) -> HttpResponseBase:
    """The custom inboxes with theirs."""
    return render(visit, custom_section_of(_spot(visit)))


@door(Permission.USE_CONTACTS, "POST")
def order(visit: Visit) -> HttpResponseBase:
    """The order of the custom inboxes, as this member has put them."""
    ids = [whole_number(word) for word in visit.request.POST.getlist("inbox")[:MOST]]
    order_inboxes(visit.member, [each for each in ids if each is not None])
    return HttpResponse(status=204)


@door(Permission.USE_CONTACTS, "POST")
def folds(visit: Visit) -> HttpResponseBase:
    """Which sections this member has folded."""
    folded = {word for word in visit.request.POST.getlist("folded") if word in set(Fold)}
    fold_sections(visit.member, {Fold(word) for word in folded})
    return HttpResponse(status=204)


def _spot(visit: Visit) -> Spot:
    return spot_of_sidebar(visit, visit.request.GET.get("box", ""))
