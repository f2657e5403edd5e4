"""Who was mentioned about whom."""

from django.db import models

from tappa.core.accounts.models import Member, Workspace
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace


class Mention(models.Model):
    """A member was mentioned in a comment about a contact, and may see the contact from then on (section 8).

    Here and not in the inbox, because who sees a contact is decided here. `comment_id` is a plain id, for comments
    stand above.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        "contacts.Contact", models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    comment_id = models.BigIntegerField()

    class Meta:
        constraints = [
            one_per_workspace("contacts_mention"),
            models.UniqueConstraint(
                fields=["workspace", "member", "contact", "comment_id"], name="contacts_mention_once"
            ),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="contacts_mention_contact_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="member_id",
                to="accounts.Member",
                name="contacts_mention_member_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "comment_id"], name="contacts_mention_by_comment"),
            models.Index(fields=["workspace", "contact"], name="contacts_mention_by_contact"),
        ]
