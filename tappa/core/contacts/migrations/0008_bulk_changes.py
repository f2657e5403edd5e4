"""Operations of every kind, the contacts of bulk changes, and tallies that such a change writes by itself."""

import django.contrib.postgres.fields
from django.db import migrations, models

ENDED = ["done", "stopped"]
CHANGED = """
CREATE OR REPLACE TRIGGER contacts_tally_changed
    AFTER UPDATE OF workspace_id, stage_id, conversation_status, assignee_id, is_deleted ON contacts_standing
    FOR EACH ROW WHEN ({unless}(
        (OLD.workspace_id, OLD.stage_id, OLD.conversation_status, OLD.is_deleted)
            IS DISTINCT FROM (NEW.workspace_id, NEW.stage_id, NEW.conversation_status, NEW.is_deleted)
        OR (OLD.assignee_id IS NULL) <> (NEW.assignee_id IS NULL)
    )) EXECUTE FUNCTION contacts_tally_changes();
"""
# A statement that changes many says so, and writes the sum of what it changes by itself (sql_bulk.py): row by row that
# took as long as all else that it does.
UNLESS_TALLIED = CHANGED.format(unless="current_setting('tappa.tallied', true) IS DISTINCT FROM 'on' AND ")
ALWAYS = CHANGED.format(unless="")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_first_steps"), ("contacts", "0007_custom_fields")]

    operations = [
        migrations.CreateModel(
            name="OperationTarget",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "workspace_id",
                        "operation_id",
                        "contact_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("operation_id", models.BigIntegerField()),
                ("contact_id", models.BigIntegerField()),
                ("outcome", models.SmallIntegerField(db_default=0, default=0)),
                ("made", models.BigIntegerField(null=True)),
                ("back", models.BigIntegerField(null=True)),
                ("member_id", models.BigIntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
                (
                    "tag_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name="operation", name="contacts_operation_state_known"),
        migrations.RemoveIndex(model_name="operation", name="contacts_operation_due"),
        migrations.AddField("operation", "changed", models.IntegerField(db_default=0, default=0)),
        migrations.AddField(
            "operation", "kind", models.TextField(db_default="empty_stage", default="empty_stage")
        ),
        migrations.AddField("operation", "left_alone", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("operation", "member_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "operation", "stopped_for", models.TextField(blank=True, db_default="", default="")
        ),
        migrations.AddField(
            "operation",
            "tag_ids",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField("operation", "team_id", models.BigIntegerField(null=True)),
        migrations.AddField("operation", "undoes", models.BigIntegerField(null=True)),
        migrations.AlterField("operation", "stage_id", models.BigIntegerField(null=True)),
        migrations.AlterField("operation", "stage_name", models.TextField(blank=True)),
        migrations.AddIndex(
            "contact",
            models.Index(
                condition=models.Q(deleted_at__isnull=False),
                fields=["deleted_at", "id"],
                name="contacts_contact_to_erase",
            ),
        ),
        migrations.AddIndex(
            "contact",
            models.Index(
                condition=models.Q(deleted_at__isnull=False),
                fields=["workspace", "deleted_at", "id"],
                name="contacts_contact_deleted",
            ),
        ),
        migrations.AddIndex(
            "mention", models.Index(fields=["workspace", "contact"], name="contacts_mention_by_contact")
        ),
        migrations.AddIndex(
            "operation",
            models.Index(
                condition=~models.Q(state__in=ENDED), fields=["due_at"], name="contacts_operation_due"
            ),
        ),
        migrations.AddIndex(
            "operation", models.Index(fields=["workspace", "-id"], name="contacts_operation_latest")
        ),
        migrations.AddIndex(
            "transitionnote", models.Index(fields=["workspace", "contact"], name="contacts_note_by_contact")
        ),
        migrations.AddConstraint(
            "operation",
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed", "stopped"]),
                name="contacts_operation_state_known",
            ),
        ),
        migrations.AddConstraint(
            "operation",
            models.UniqueConstraint(
                condition=models.Q(undoes__isnull=False) & ~models.Q(state="stopped"),
                fields=("workspace", "undoes"),
                name="contacts_operation_undone_once",
            ),
        ),
        migrations.RunSQL(UNLESS_TALLIED, ALWAYS),
    ]
