"""A person changes how they are called, and how Tappa looks and speaks to them."""

from collections.abc import Collection

from tappa.core.accounts.checks import checked_choices, checked_language, checked_name, checked_time_zone
from tappa.core.accounts.models import User
from tappa.core.accounts.rules import NotifyAbout, NotifyBy, Theme


def edit_profile(
    user: User,
    *,
    name: str,
    language: str,
    time_zone: str,
    theme: str,
    notify_about: Collection[str],
    notify_by: Collection[str],
) -> User:
    """Set all of it. A user is no workspace's, so that no fact is recorded. Raises Invalid for bad input."""
    user.name = checked_name(name)
    user.language = checked_language(language)
    user.time_zone = checked_time_zone(time_zone)
    user.theme = checked_choices([theme], Theme, field="theme")[0]
    user.notify_about = checked_choices(notify_about, NotifyAbout, field="notify_about")
    user.notify_by = checked_choices(notify_by, NotifyBy, field="notify_by")
    user.save(update_fields=["name", "language", "time_zone", "theme", "notify_about", "notify_by"])
    return user


def choose_theme(user: User, *, theme: str) -> User:
    """The theme alone, for the switch that stands on every page."""
    user.theme = checked_choices([theme], Theme, field="theme")[0]
    user.save(update_fields=["theme"])
    return user
