"""A contact comes into being, and stands at its stage from that moment (S1)."""

from dataclasses import asdict
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django.db import IntegrityError

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor, Cause, actor_columns
from tappa.core.contacts.checks import checked_details
from tappa.core.contacts.models import Contact
from tappa.core.contacts.refusals import refusal, stage_gone, stages_changing
from tappa.core.contacts.rules import ContactDetails, search_text
from tappa.core.contacts.sql import CREATE, Created
from tappa.core.lifecycle.models import Stage
from tappa.kernel.sql import fetch_one, part_of_transaction


class Choice(Enum):
    """What can be asked for instead of a stage."""

    DEFAULT = "default"


DEFAULT: Final = Choice.DEFAULT

ATTEMPTS: Final = 3


def create_contact(
    details: ContactDetails,
    *,
    workspace: Workspace,
    stage: Stage | Choice | None = DEFAULT,
    happened_at: datetime | None = None,
    by: Actor,
) -> Contact:
    """Make a contact at the default stage, at the given one, or at none.

    Raises Invalid for details that are none, NotFound for a stage that is gone, Conflict when the phone or e-mail
    belongs to another contact.
    """
    details = checked_details(details, country_code=workspace.country_code)
    parameters = asdict(details) | actor_columns(by)
    parameters |= {
        "search": search_text(details),
        "stage": stage.id if isinstance(stage, Stage) else None,
        "use_default": stage is DEFAULT,
        "stage_cause": Cause.DEFAULT if stage is DEFAULT else by.cause,
        "happened_at": happened_at,
    }
    created = _insert(parameters)
    return Contact(
        id=created.id,
        workspace=workspace,
        search=str(parameters["search"]),
        created_at=created.created_at,
        **asdict(details),
    )


def _insert(parameters: dict[str, Any]) -> Created:
    """Run the statement; again when the default stage was deleted between its being read and its being used."""
    for _attempt in range(ATTEMPTS):
        try:
            with part_of_transaction():
                created = fetch_one(Created, CREATE, parameters)
        except IntegrityError as error:
            raise refusal(error) or error from error
        if created is not None:
            return created
        if not parameters["use_default"]:
            raise stage_gone()
    raise stages_changing()
