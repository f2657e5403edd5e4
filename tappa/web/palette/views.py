"""What the palette fetches: the places when it opens, people as one types."""

from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.web.inbox.given import whole_number
from tappa.web.palette.pages import Found, Opening
from tappa.web.palette.people import found_by, seen_again
from tappa.web.palette.places import places_of
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@door(Permission.USE_CONTACTS)
def palette(visit: Visit) -> HttpResponseBase:
    """Where this member can go, and whom they looked at last (`recent`, contacts' ids), of those they still see."""
    recent = [whole_number(word) for word in visit.request.GET.get("recent", "").split(",")]
    return render(visit, Opening(places_of(visit), seen_again(visit, [id_ for id_ in recent if id_])))


@door(Permission.USE_CONTACTS)
def palette_found(visit: Visit) -> HttpResponseBase:
    """The contacts that `q` finds among those this member sees, and their conversations."""
    return render(visit, Found(found_by(visit, visit.request.GET.get("q", ""))))
