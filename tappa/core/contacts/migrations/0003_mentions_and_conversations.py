"""Who was mentioned; and each standing repeats its contact's latest conversation, by which the inbox is listed."""

import django.db.models.deletion
from django.db import migrations, models

import tappa.core.contacts.indexes
import tappa.kernel.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("contacts", "0002_room_to_change_in_place"),
        ("lifecycle", "0002_one_stage_remains"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("comment_id", models.BigIntegerField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
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
                "indexes": [
                    models.Index(fields=["workspace", "comment_id"], name="contacts_mention_by_comment"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "id"), name="contacts_mention_in_workspace"),
                    models.UniqueConstraint(
                        fields=("workspace", "member", "contact", "comment_id"), name="contacts_mention_once"
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="contact_id",
                        name="contacts_mention_contact_within",
                        on_delete_cascade=True,
                        to="contacts.Contact",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="member_id",
                        name="contacts_mention_member_within",
                        on_delete_cascade=True,
                        to="accounts.Member",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="standing",
            name="conversation_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="conversation_opened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="conversation_status",
            field=models.CharField(blank=True, db_default="", default="", max_length=7),
        ),
        migrations.AddField(
            model_name="standing",
            name="last_message_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="waiting_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(
                    models.Q(("conversation_status", ""), _negated=True), ("is_deleted", False)
                ),
                fields=["workspace", "conversation_status", "last_message_at", "contact"],
                name="contacts_inbox_all",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(
                    models.Q(("conversation_status", ""), _negated=True), ("is_deleted", False)
                ),
                fields=["workspace", "conversation_status", "stage", "last_message_at", "contact"],
                name="contacts_inbox_stage",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(
                    models.Q(("conversation_status", ""), _negated=True), ("is_deleted", False)
                ),
                fields=["workspace", "conversation_status", "assignee", "last_message_at", "contact"],
                name="contacts_inbox_assignee",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(
                    models.Q(("conversation_status", ""), _negated=True),
                    ("is_deleted", False),
                    ("team__isnull", False),
                ),
                fields=["workspace", "conversation_status", "team", "last_message_at", "contact"],
                name="contacts_inbox_team",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                models.F("workspace"),
                models.F("conversation_status"),
                tappa.core.contacts.indexes.OrNever("waiting_since"),
                models.F("contact"),
                condition=models.Q(
                    models.Q(("conversation_status", ""), _negated=True),
                    ("is_deleted", False),
                    models.Q(("conversation_status", "closed"), _negated=True),
                ),
                name="contacts_inbox_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(
                    models.Q(("conversation_status", ""), _negated=True),
                    ("is_deleted", False),
                    models.Q(("conversation_status", "closed"), _negated=True),
                ),
                fields=["workspace", "conversation_status", "conversation_opened_at", "contact"],
                name="contacts_inbox_opened",
            ),
        ),
    ]
