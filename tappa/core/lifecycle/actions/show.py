"""The lifecycle is shown in the pages, or hidden (L2)."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.lifecycle.facts import LifecycleShown
from tappa.core.lifecycle.models import Lifecycle


def show_lifecycle(*, show: bool, by: Actor) -> bool:
    """Turn the switch "Show lifecycle stages". It only shows or hides: stages, history and the default stage go on.

    Returns whether it changed anything; where it stood so already nothing is logged.
    """
    with transaction.atomic():
        lifecycle = Lifecycle.objects.select_for_update().get(workspace_id=by.workspace_id)
        if lifecycle.show == show:
            return False
        lifecycle.show = show
        lifecycle.version += 1
        lifecycle.save(update_fields=["show", "version"])
        record([Happening(LifecycleShown(show=show, version=lifecycle.version))], by=by)
    return True
