"""What takes long, and how far it has come."""

import django.db.models.deletion
from django.db import migrations, models

import tappa.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_first_steps"),
        ("contacts", "0005_tallies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.TextField(default="queued")),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField()),
                ("stage_id", models.BigIntegerField()),
                ("stage_name", models.TextField()),
                ("to_stage_id", models.BigIntegerField(null=True)),
                ("to_name", models.TextField(blank=True)),
                ("reached", models.BigIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("by_kind", models.TextField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("via", models.TextField()),
                ("batch", models.UUIDField()),
                ("created_at", models.DateTimeField(db_default=tappa.kernel.clock.ClockTimestamp())),
                ("due_at", models.DateTimeField(db_default=tappa.kernel.clock.ClockTimestamp())),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "done"), _negated=True),
                        fields=["due_at"],
                        name="contacts_operation_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "id"), name="contacts_operation_in_workspace"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "running", "done", "failed"])),
                        name="contacts_operation_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("workspace", "stage_id"), name="contacts_operation_one_a_stage"
                    ),
                ],
            },
        ),
    ]
