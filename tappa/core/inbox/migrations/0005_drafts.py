"""What a member has begun to write is kept; a comment sent twice is stored once."""

import django.db.models.deletion
from django.db import migrations, models

import tappa.kernel.clock
import tappa.kernel.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_first_steps"),
        ("contacts", "0010_segments"),
        ("inbox", "0004_put_aside"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=7)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField(db_default=tappa.kernel.clock.ClockTimestamp())),
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
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "id"), name="inbox_draft_in_workspace"),
                    models.UniqueConstraint(
                        fields=("workspace", "contact", "member", "kind"), name="inbox_draft_one_of_each"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["reply", "comment"])), name="inbox_draft_kind_known"
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="contact_id",
                        name="inbox_draft_contact_within",
                        on_delete_cascade=True,
                        to="contacts.Contact",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="member_id",
                        name="inbox_draft_member_within",
                        on_delete_cascade=True,
                        to="accounts.Member",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="client_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client_id__isnull", False)),
                fields=("workspace", "client_id"),
                name="inbox_comment_written_once",
            ),
        ),
    ]
