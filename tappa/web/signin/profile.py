"""The profile: how one is called, how Tappa speaks and looks, and what it tells."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Final
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tappa.core.accounts.actions.edit_profile import choose_theme, edit_profile
from tappa.core.accounts.models import User
from tappa.core.accounts.rules import NotifyAbout, NotifyBy, Theme
from tappa.kernel.errors import Invalid
from tappa.web.shell.answers import see
from tappa.web.shell.reader import in_words
from tappa.web.shell.render import render_alone
from tappa.web.signin.addresses import is_proven
from tappa.web.signin.frame import for_person

THEMES: Final = {
    Theme.SYSTEM: gettext_lazy("Like the system"),
    Theme.LIGHT: gettext_lazy("Light"),
    Theme.DARK: gettext_lazy("Dark"),
}
ABOUT: Final = {
    NotifyAbout.MESSAGE_TO_ME: gettext_lazy("A message in a conversation of mine"),
    NotifyAbout.MESSAGE_TO_NOBODY: gettext_lazy("A message that is nobody's yet"),
    NotifyAbout.ASSIGNMENT: gettext_lazy("A contact is assigned to me"),
    NotifyAbout.MENTION: gettext_lazy("Somebody mentions me"),
    NotifyAbout.SNOOZE_ENDED: gettext_lazy("A snooze of mine has ended"),
}
BY: Final = {
    NotifyBy.TITLE: gettext_lazy("In the title of the page"),
    NotifyBy.SOUND: gettext_lazy("With a sound"),
    NotifyBy.DESKTOP: gettext_lazy("On the desktop"),
}
Choices = list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class ProfilePage:
    """What is chosen (`values`), among what, and what was wrong with it. `home` leads back to work."""

    TEMPLATE: ClassVar[str] = "signin/profile.html"
    values: dict[str, Any]
    user: User
    is_proven: bool
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> Choices:
        """Each called as it calls itself."""
        return list(settings.LANGUAGES)

    @property
    def time_zones(self) -> list[str]:
        """Those that this machine knows, without the old short names; the present one in any case."""
        named = {zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")}
        return sorted(named | {"UTC", str(self.values["time_zone"])})

    @property
    def themes(self) -> Choices:
        """Three."""
        return [(value.value, text) for value, text in THEMES.items()]

    @property
    def about(self) -> Choices:
        """What one can be told (I9)."""
        return [(value.value, text) for value, text in ABOUT.items()]

    @property
    def by(self) -> Choices:
        """And how."""
        return [(value.value, text) for value, text in BY.items()]


FIELDS: Final = ("name", "language", "time_zone", "theme")
LISTS: Final = ("notify_about", "notify_by")


@for_person("GET", "POST")
def profile(request: HttpRequest, user: User) -> HttpResponseBase:
    """Shows and edits the person's own choices."""
    if request.method == "GET":
        values = {name: getattr(user, name) for name in FIELDS + LISTS}
        return render_alone(request, ProfilePage(values, user, is_proven(user)))
    sent: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}
    sent |= {name: request.POST.getlist(name) for name in LISTS}
    try:
        user = edit_profile(user, **sent)
    except Invalid as refusal:
        user.refresh_from_db()
        page = ProfilePage(sent, user, is_proven(user), {refusal.field or "": refusal.message})
        return render_alone(request, page, status=400)
    with in_words(user.language):
        messages.success(request, _("Profile saved"))
    return see(reverse("profile"))


@for_person("POST")
def theme(request: HttpRequest, user: User) -> HttpResponseBase:
    """Light or dark, from the switch on every page."""
    choose_theme(user, theme=request.POST.get("theme", ""))
    return HttpResponse(status=204)
