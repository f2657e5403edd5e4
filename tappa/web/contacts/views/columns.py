"""The columns of one's own table."""

from django.http import HttpResponse

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.choose_columns import choose_columns
from tappa.web.shell.answers import back_to, done
from tappa.web.shell.door import door
from tappa.web.shell.visit import Visit

MOST = 200  # more columns than there can be


@door(Permission.USE_CONTACTS, "POST")
def choose(visit: Visit) -> HttpResponse:
    """These columns, in the order of the form; or the usual ones. `up` moves one a place up, for who has no script."""
    given = visit.request.POST
    columns = given.getlist("column")[:MOST]
    if (up := given.get("up")) in columns:
        place = columns.index(up)
        columns.insert(max(0, place - 1), columns.pop(place))
    choose_columns(visit.member, None if "usual" in given else columns)
    to = back_to(visit, visit.url("contacts"))
    answer = done(visit, to=to)
    answer.headers["Location"] = to
    return answer
