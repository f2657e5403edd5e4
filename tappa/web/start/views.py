"""Getting started: the list, its live part, its link, and putting it away."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.actions.hide_first_steps import hide_first_steps
from tappa.core.accounts.grants import Permission
from tappa.web.shell.answers import done, go
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.start.link import start_link
from tappa.web.start.pages import StartPage, StepsPart
from tappa.web.start.steps import progress


@door(Permission.USE_CONTACTS, "GET")
def start(visit: Visit) -> HttpResponseBase:
    """The list of first steps."""
    return render(visit, StartPage(part=_part(visit)))


@door(Permission.USE_CONTACTS, "GET")
def steps(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.USE_CONTACTS, "GET")
def link(visit: Visit) -> HttpResponseBase:
    """The row in the inbox's sidebar."""
    return render(visit, start_link(visit))


@door(Permission.USE_CONTACTS, "POST")
def hiding(visit: Visit) -> HttpResponseBase:
    """Put the list away, for this member alone; or take it out again."""
    hide = visit.request.POST.get("hide") == "on"
    hide_first_steps(visit.member, hide=hide)
    if hide:
        return go(visit, visit.url("inbox"))
    return done(visit, to=visit.url("start"), toast=_("The list is back in the Inbox"))


def _part(visit: Visit) -> StepsPart:
    return StepsPart(
        progress=progress(visit),
        is_hidden=visit.member.hides_first_steps,
        may_settle=visit.may(Permission.CHANGE_SETTINGS),
    )
