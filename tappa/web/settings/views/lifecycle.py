"""The lifecycle: its switch, and its stages, which are a draft until they are saved (L8)."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.lifecycle.actions.save_lifecycle import StaleDraft, save_lifecycle
from tappa.core.lifecycle.actions.settle import settle_stages
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.content import suggested_lost_stages
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.errors import Invalid
from tappa.web.settings.frame import Place
from tappa.web.settings.stages.acts import acted
from tappa.web.settings.stages.building import counts_part, showing_part, stages_part
from tappa.web.settings.stages.clashing import clash
from tappa.web.settings.stages.drafts import PageDraft, page_draft, with_new_row
from tappa.web.settings.stages.forms import picked, read_base, read_draft
from tappa.web.settings.stages.merging import merged, settled
from tappa.web.settings.stages.pages import StagesPart
from tappa.web.settings.stages.refusing import core_draft, errors_in
from tappa.web.settings.stages.whole import show_page
from tappa.web.shell.answers import back_to, done
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

SAVE = "save"


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def lifecycle(visit: Visit) -> HttpResponseBase:
    """The switch and the stages; the draft is posted here, to be saved or to have a button's act done to it."""
    post = visit.request.POST
    if visit.request.method == "GET":
        return show_page(visit, stages_part(visit))
    base = read_base(post)
    typed = settled(read_draft(post), base, picked(post))
    act, _colon, about = post.get("do", SAVE).partition(":")
    if act == SAVE:
        return _save(visit, base, typed)
    return _answer(visit, stages_part(visit, _after(visit, typed, act, about), base), 200)


@door(Permission.CHANGE_SETTINGS, "GET")
def lifecycle_part(visit: Visit) -> HttpResponseBase:
    """The stages as they are saved: the live part of the page."""
    return render(visit, stages_part(visit))


@door(Permission.CHANGE_SETTINGS, "GET")
def counts(visit: Visit) -> HttpResponseBase:
    """How many contacts stand where."""
    return render(visit, counts_part(visit))


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def showing(visit: Visit) -> HttpResponseBase:
    """Turn "Show lifecycle stages" (L2)."""
    if visit.request.method == "GET":
        return render(visit, showing_part(visit))
    show = visit.request.POST.get("show") == "on"
    show_lifecycle(show=show, by=visit.actor)
    toast = _("Lifecycle stages are shown") if show else _("Lifecycle stages are hidden")
    return done(visit, to=visit.url(Place.LIFECYCLE), names="lifecycle", toast=toast)


@door(Permission.CHANGE_SETTINGS, "POST")
def settlement(visit: Visit) -> HttpResponseBase:
    """The stages fit: the list of first steps ticks it."""
    settle_stages(by=visit.actor)
    to = back_to(visit, visit.url(Place.LIFECYCLE))
    return done(visit, to=to, names="lifecycle", toast=_("Stages kept as they are"))


def _after(visit: Visit, draft: PageDraft, act: str, about: str) -> PageDraft:
    """The draft after the act of a button: "add:lost", "suggest:Unqualified", "up:42"."""
    if act == "add" and about in {*Kind}:
        return with_new_row(draft, Kind(about))
    if act == "suggest":
        for each in suggested_lost_stages(visit.user.language):
            if each.name == about:
                return with_new_row(
                    draft, Kind.LOST, name=each.name, description=each.description, emoji=each.emoji
                )
    return acted(draft, act, about)


def _save(visit: Visit, base: PageDraft, typed: PageDraft) -> HttpResponseBase:
    try:
        save_lifecycle(core_draft(typed), by=visit.actor)
    except StaleDraft as stale:
        return _clashed(visit, base, typed, page_draft(stale.present))
    except Invalid as refusal:
        part = stages_part(visit, typed, base, errors=errors_in(typed, refusal))
        return _answer(visit, part, 422)
    return done(visit, to=visit.url(Place.LIFECYCLE), names="lifecycle", toast=_("Lifecycle saved"))


def _clashed(visit: Visit, base: PageDraft, typed: PageDraft, saved: PageDraft) -> HttpResponseBase:
    """Somebody else saved since the draft was begun: all that was typed, on top of what is saved now."""
    draft, differences = merged(base, typed, saved)
    if not differences:  # the switch was turned: nothing of the stages is another
        return _save(visit, saved, draft)
    told = clash(visit, differences, base=base, saved=saved, mine=typed)
    return _answer(visit, stages_part(visit, draft, saved, clash=told), 409)


def _answer(visit: Visit, part: StagesPart, status: int) -> HttpResponseBase:
    """The form alone where the page's script asked, else the page."""
    return render(visit, part, status=status) if visit.by_htmx else show_page(visit, part, status=status)
