"""A full count of a workspace, row by row: what the kept figures are held against."""

from collections import Counter

from django.db import connection, transaction

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Conversation
from tappa.core.reports.queries import Figures, LifecycleFigures, lifecycle_figures

PLAIN = Figures()


def full_count(workspace: Workspace) -> dict[int | None, Figures]:
    """What every row says, read one by one: contacts and their conversations, without what the standing repeats."""
    counted: Counter[tuple[int | None, str]] = Counter()
    contacts = Contact.objects.filter(workspace=workspace, deleted_at=None).select_related("standing")
    conversations = Conversation.objects.filter(workspace=workspace).exclude(status="closed")
    status_of = dict(conversations.values_list("contact_id", "status"))
    for contact in contacts:
        standing = contact.standing
        status = status_of.get(contact.id, "")
        counted[standing.stage_id, "contacts"] += 1
        counted[standing.stage_id, status] += 1
        if status == "open" and standing.assignee_id is None:
            counted[standing.stage_id, "nobody"] += 1
    return {
        stage: Figures(*(counted[stage, word] for word in ("contacts", "open", "snoozed", "nobody")))
        for stage, _word in counted
    }


def as_table(found: LifecycleFigures) -> dict[int, Figures]:
    """The figures of the lifecycle stages by their ids."""
    return {stage.id: stage.figures for stage in found.stages}


def same_as_full_count(workspace: Workspace) -> bool:
    """Asserts that the figures of the dashboard equal a full count in the same snapshot."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found, counted = lifecycle_figures(workspace.id), full_count(workspace)
    assert as_table(found) == {stage.id: counted.get(stage.id, PLAIN) for stage in found.stages}
    assert found.no_stage == counted.get(None, PLAIN)
    assert found.total.contacts == sum(figures.contacts for figures in counted.values())
    assert found.total.open == sum(figures.open for figures in counted.values())
    return True
