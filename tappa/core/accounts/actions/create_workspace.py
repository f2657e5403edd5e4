"""A workspace begins. It has no stages yet: lifecycle/actions/found_workspace.py makes it whole."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import checked_country, checked_language, checked_name, checked_time_zone
from tappa.core.accounts.facts import WorkspaceCreated
from tappa.core.accounts.models import Workspace
from tappa.core.accounts.rules import SLUG
from tappa.core.activity.actor import Via, system
from tappa.core.activity.record import Happening, record
from tappa.kernel.errors import Conflict, Invalid


def create_workspace(
    *, name: str, slug: str, language: str, time_zone: str, country_code: str, via: Via = Via.COMMAND
) -> Workspace:
    """Make the tenant. Raises Invalid for bad input, Conflict when the slug is taken."""
    name = checked_name(name)
    if not SLUG.fullmatch(slug):
        raise Invalid(
            _(
                "slug must have 1 to 50 small letters, digits and hyphens, and begin and end with a letter or digit."
            ),
            field="slug",
        )
    workspace = Workspace(
        name=name,
        slug=slug,
        language=checked_language(language),
        time_zone=checked_time_zone(time_zone),
        country_code=checked_country(country_code),
    )
    try:
        with transaction.atomic():
            workspace.save()
            record([Happening(WorkspaceCreated())], by=system(workspace.id, via=via))
    except IntegrityError as error:
        raise Conflict(
            _("A workspace with the slug %(slug)s exists already.") % {"slug": slug}, field="slug"
        ) from error
    return workspace
