"""Comments, what members have read, ids made by senders; and standings learn the latest conversations there are."""

import django.db.models.deletion
from django.db import migrations, models

import tappa.core.inbox.rules
import tappa.kernel.clock
import tappa.kernel.tenancy

REPEAT = """
UPDATE contacts_standing standing
SET conversation_id = latest.id, conversation_status = latest.status, conversation_opened_at = latest.opened_at,
    last_message_at = coalesce(latest.last_message_at, latest.opened_at), waiting_since = latest.waiting_since
FROM (SELECT DISTINCT ON (workspace_id, contact_id) * FROM inbox_conversation
      ORDER BY workspace_id, contact_id, id DESC) latest
WHERE standing.workspace_id = latest.workspace_id AND standing.contact_id = latest.contact_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("contacts", "0003_mentions_and_conversations"),
        ("inbox", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("conversation_id", models.BigIntegerField(null=True)),
                ("text", models.TextField()),
                ("by_kind", models.TextField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(db_default=tappa.kernel.clock.ClockTimestamp())),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="contacts.contact",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "contact", "-id"], name="inbox_comment_by_contact"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "id"), name="inbox_comment_in_workspace"),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="contact_id",
                        name="inbox_comment_contact_within",
                        on_delete_cascade=True,
                        to="contacts.Contact",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversationRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last_message_id", models.BigIntegerField()),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.conversation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "id"), name="inbox_conversationread_in_workspace"
                    ),
                    models.UniqueConstraint(
                        fields=("workspace", "conversation", "member"), name="inbox_conversationread_once"
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="conversation_id",
                        name="inbox_conversationread_conversation_within",
                        on_delete_cascade=True,
                        to="inbox.Conversation",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="member_id",
                        name="inbox_conversationread_member_within",
                        on_delete_cascade=True,
                        to="accounts.Member",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="client_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("status", tappa.core.inbox.rules.ConversationStatus["SNOOZED"])),
                fields=["snoozed_until"],
                name="inbox_conversation_to_wake",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client_id__isnull", False)),
                fields=("workspace", "client_id"),
                name="inbox_message_sent_once",
            ),
        ),
        migrations.RunSQL(REPEAT, migrations.RunSQL.noop),
    ]
