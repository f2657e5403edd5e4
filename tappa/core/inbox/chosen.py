"""How many conversations can be chosen in a list and handled at once."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from tappa.kernel.errors import Invalid

CHOSEN_LIMIT: Final = 100


def require_few(chosen: Sequence[object]) -> None:
    """Refuse none, and more than fit into one transaction that nobody waits long for."""
    if not chosen:
        raise Invalid(_("Choose at least one conversation."), field="contacts")
    if len(chosen) > CHOSEN_LIMIT:
        raise Invalid(
            _("At most %(limit)d conversations can be handled at once.") % {"limit": CHOSEN_LIMIT},
            field="contacts",
        )
