"""A contact comes into being, and stands at its stage from that moment (S1)."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from django.db import IntegrityError, transaction

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor, Cause, actor_columns
from tappa.core.contacts.actions.write_values import hold_fields, read_values, write_values
from tappa.core.contacts.checks import checked_details
from tappa.core.contacts.models import Contact
from tappa.core.contacts.refusals import refusal, stage_gone, stages_changing
from tappa.core.contacts.rules import FIELDS, ContactDetails, search_text
from tappa.core.contacts.sql import CREATE, Created
from tappa.core.lifecycle.models import Stage
from tappa.kernel.sql import fetch_one, part_of_transaction


class Choice(Enum):
    """What can be asked for instead of a stage."""

    DEFAULT = "default"


DEFAULT: Final = Choice.DEFAULT

ATTEMPTS: Final = 3
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def create_contact(
    details: ContactDetails,
    *,
    workspace: Workspace,
    stage: Stage | Choice | None = DEFAULT,
    values: Mapping[str, str] = NOTHING,
    happened_at: datetime | None = None,
    by: Actor,
) -> Contact:
    """Make a contact at the default stage, at the given one, or at none. `values` are those of custom fields, each by
    its key ("custom:7").

    Raises Invalid for details that are none, NotFound for a stage or a field that is gone, Conflict when the phone or
    e-mail belongs to another contact.
    """
    if not values:  # nearly always, and one statement
        return _create(details, workspace=workspace, stage=stage, happened_at=happened_at, by=by)
    with transaction.atomic():
        fields = hold_fields(by.workspace_id, values)
        kept = read_values(values, fields, dict.fromkeys(fields, ""))
        contact = _create(details, workspace=workspace, stage=stage, happened_at=happened_at, by=by)
        write_values(contact.id, kept, fields)
    return contact


def _create(
    details: ContactDetails,
    *,
    workspace: Workspace,
    stage: Stage | Choice | None,
    happened_at: datetime | None,
    by: Actor,
) -> Contact:
    details = checked_details(details, country_code=workspace.country_code)
    known = {name: getattr(details, name) for name in FIELDS}
    parameters: dict[str, Any] = known | actor_columns(by)
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
        search=parameters["search"],
        created_at=created.created_at,
        **known,
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
