"""The dashboard, and its live part."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.inbox.chats import first_website_chat, hosted_path
from tappa.core.reports.queries import Figures, LifecycleFigures, lifecycle_figures
from tappa.web.dashboard.links import Links, links_to_all, links_to_stage, links_to_stages
from tappa.web.dashboard.pages import Card, DashboardPage, LifecyclePart, Line
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@door(Permission.SEE_REPORTS, "GET")
def dashboard(visit: Visit) -> HttpResponseBase:
    """Where everybody stands, now."""
    return render(visit, DashboardPage(part=_part(visit)))


@door(Permission.SEE_REPORTS, "GET")
def lifecycle_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


def _part(visit: Visit) -> LifecyclePart:
    if not visit.stages_shown:
        return LifecyclePart(is_shown=False)
    found = lifecycle_figures(visit.workspace.id)
    everybody = found.total.contacts
    if not everybody:
        chat = first_website_chat(visit.workspace.id)
        return LifecyclePart(is_shown=True, is_empty=True, try_link=hosted_path(chat) if chat else "")
    cards = (
        Card(stage, stage.figures.contacts / everybody, links_to_stage(visit, stage.id))
        for stage in found.stages
    )
    return LifecyclePart(is_shown=True, cards=tuple(cards), lines=tuple(_lines(visit, found)))


def _lines(visit: Visit, found: LifecycleFigures) -> list[Line]:
    """What no card counts, so that the sum can be read, and the sum."""
    everybody = found.total.contacts

    def line(key: str, name: str, figures: Figures, links: Links) -> Line:
        return Line(key, name, figures, figures.contacts / everybody, links)

    lines = [line("none", _("No stage"), found.no_stage, links_to_stages(visit, [None]))]
    if found.lost_ids:
        lines.append(line("lost", _("Lost stages"), found.lost, links_to_stages(visit, found.lost_ids)))
    return [*lines, line("all", _("All contacts"), found.total, links_to_all(visit))]
