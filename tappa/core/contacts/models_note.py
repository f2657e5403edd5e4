"""Noun: TransitionNote."""

from django.db import models

from tappa.core.accounts.models import Workspace
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace


class TransitionNote(models.Model):
    """What a person wrote about a move (S8). Apart from the transition, for it may say something about the contact
    and must go with them, while the log stays as it is (E6)."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        "contacts.Contact",
        models.CASCADE,
        related_name="transition_notes",
        db_constraint=False,
        db_index=False,
    )
    transition_id = models.BigIntegerField()
    note = models.TextField()

    class Meta:
        constraints = [
            one_per_workspace("contacts_transitionnote"),
            models.UniqueConstraint(
                fields=["workspace", "transition_id"], name="contacts_transitionnote_once"
            ),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="contacts_transitionnote_contact_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [models.Index(fields=["workspace", "contact"], name="contacts_note_by_contact")]
