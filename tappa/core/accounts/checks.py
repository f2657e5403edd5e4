"""What the actions of this room ask of their input, worded once. Each raises Invalid and names the field."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import RESTRICTIONS, Role
from tappa.core.accounts.models import Team
from tappa.core.accounts.rules import (
    COUNTRY,
    EMAIL_LIMIT,
    LANGUAGES,
    NAME_LIMIT,
    PASSWORD_MINIMUM,
    is_time_zone,
)
from tappa.kernel.errors import Invalid
from tappa.kernel.lines import one_line


def checked_name(name: str, *, field: str = "name") -> str:
    """The name on one line, without spaces around it: 1 to 100 characters."""
    if "\x00" in name:
        raise Invalid(_("%(field)s must not contain the character NUL.") % {"field": field}, field=field)
    name = one_line(name)
    if not 1 <= len(name) <= NAME_LIMIT:
        raise Invalid(_("name must have 1 to %(limit)d characters.") % {"limit": NAME_LIMIT}, field=field)
    return name


def checked_email(email: str) -> str:
    """The address in small letters, as it is kept."""
    email = email.strip().lower()
    try:
        validate_email(email)
        MaxLengthValidator(EMAIL_LIMIT)(email)
    except ValidationError as error:
        raise Invalid(
            _("email must be an e-mail address, such as ana@example.com."), field="email"
        ) from error
    return email


def checked_password(password: str) -> str:
    """A password of at least ten characters."""
    if len(password) < PASSWORD_MINIMUM:
        raise Invalid(
            _("password must have at least %(minimum)d characters.") % {"minimum": PASSWORD_MINIMUM},
            field="password",
        )
    return password


def checked_language(language: str) -> str:
    """One of the languages that Tappa speaks."""
    if language not in LANGUAGES:
        raise Invalid(
            _("language must be one of %(languages)s.") % {"languages": ", ".join(LANGUAGES)},
            field="language",
        )
    return language


def checked_time_zone(name: str) -> str:
    """A time zone that this machine knows."""
    if not is_time_zone(name):
        raise Invalid(_("time_zone must be an IANA time zone, such as Europe/Rome."), field="time_zone")
    return name


def checked_country(code: str) -> str:
    """A country's two letters."""
    if not COUNTRY.fullmatch(code):
        raise Invalid(_("country_code must be two capital letters, such as IT."), field="country_code")
    return code


def checked_restrictions(role: Role, restrictions: Collection[str]) -> list[str]:
    """Restrictions that mean something for the role, sorted."""
    unknown = sorted(set(restrictions) - RESTRICTIONS[role])
    if unknown:
        raise Invalid(
            _("restrictions: %(unknown)s cannot be set for the role %(role)s.")
            % {"unknown": ", ".join(unknown), "role": role},
            field="restrictions",
        )
    return sorted(set(restrictions))


def checked_choices(chosen: Iterable[str], known: Iterable[str], *, field: str) -> list[str]:
    """What was chosen, in the order of what is known."""
    chosen, known = set(chosen), list(known)
    if chosen - set(known):
        raise Invalid(
            _("%(field)s must be some of %(known)s.") % {"field": field, "known": ", ".join(known)},
            field=field,
        )
    return [name for name in known if name in chosen]


def checked_team(workspace_id: int, team: Team | None) -> Team | None:
    """A team of this workspace that still stands, or none."""
    if team is not None and (team.workspace_id != workspace_id or team.deleted_at is not None):
        raise Invalid(_("team must be a team of this workspace."), field="team")
    return team
