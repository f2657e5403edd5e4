"""Standings are counted as they change: the table, the triggers that write it, and what there is already.

The triggers wait for whoever is writing standings, and keep them waiting while the present ones are counted: a second
for a million.
"""

import django.db.models.deletion
from django.db import migrations, models

# A standing counts unless its contact is deleted. `sign` is 1 for what came and -1 for what went.
COUNTED = """
    SELECT workspace_id, stage_id, sum(sign),
           sum(sign) FILTER (WHERE conversation_status = 'open'),
           sum(sign) FILTER (WHERE conversation_status = 'snoozed'),
           sum(sign) FILTER (WHERE conversation_status = 'open' AND assignee_id IS NULL)
    FROM changed WHERE NOT is_deleted GROUP BY workspace_id, stage_id
"""
INSERT = f"""
    INSERT INTO contacts_tally (workspace_id, stage_id, contacts, open, snoozed, unassigned)
    SELECT workspace_id, stage_id, contacts, coalesce(open, 0), coalesce(snoozed, 0), coalesce(unassigned, 0)
    FROM ({COUNTED}) counted (workspace_id, stage_id, contacts, open, snoozed, unassigned)
    WHERE contacts <> 0 OR open <> 0 OR snoozed <> 0 OR unassigned <> 0
"""  # noqa: S608  only the constant above is put in
COLUMNS = "workspace_id, stage_id, conversation_status, assignee_id, is_deleted"

# Of an update each row by itself, and only where it changes a figure: a message changes none, and costs nothing here.
CREATE = f"""
CREATE FUNCTION contacts_tally_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        WITH changed AS (SELECT 1 AS sign, {COLUMNS} FROM came) {INSERT};
    ELSIF TG_OP = 'DELETE' THEN
        WITH changed AS (SELECT -1 AS sign, {COLUMNS} FROM went) {INSERT};
    ELSE
        WITH changed (sign, {COLUMNS}) AS (VALUES
            (-1, OLD.workspace_id, OLD.stage_id, OLD.conversation_status, OLD.assignee_id, OLD.is_deleted),
            (1, NEW.workspace_id, NEW.stage_id, NEW.conversation_status, NEW.assignee_id, NEW.is_deleted)
        ) {INSERT};
    END IF;
    RETURN NULL;
END $$;
-- Few rows live and many come and go: by a share of them nobody would clear up for long.
ALTER TABLE contacts_tally SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE TRIGGER contacts_tally_came AFTER INSERT ON contacts_standing
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION contacts_tally_changes();
CREATE TRIGGER contacts_tally_went AFTER DELETE ON contacts_standing
    REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION contacts_tally_changes();
CREATE TRIGGER contacts_tally_changed
    AFTER UPDATE OF workspace_id, stage_id, conversation_status, assignee_id, is_deleted ON contacts_standing
    FOR EACH ROW WHEN (
        (OLD.workspace_id, OLD.stage_id, OLD.conversation_status, OLD.is_deleted)
            IS DISTINCT FROM (NEW.workspace_id, NEW.stage_id, NEW.conversation_status, NEW.is_deleted)
        OR (OLD.assignee_id IS NULL) <> (NEW.assignee_id IS NULL)
    ) EXECUTE FUNCTION contacts_tally_changes();
WITH changed AS (SELECT 1 AS sign, {COLUMNS} FROM contacts_standing) {INSERT};
"""  # noqa: S608  only the constants above are put in
DROP = """
DROP TRIGGER contacts_tally_came ON contacts_standing;
DROP TRIGGER contacts_tally_went ON contacts_standing;
DROP TRIGGER contacts_tally_changed ON contacts_standing;
DROP FUNCTION contacts_tally_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("contacts", "0004_sorts_of_the_table")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage_id", models.BigIntegerField(null=True)),
                ("contacts", models.IntegerField()),
                ("open", models.IntegerField()),
                ("snoozed", models.IntegerField()),
                ("unassigned", models.IntegerField()),
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
                    models.UniqueConstraint(fields=("workspace", "id"), name="contacts_tally_in_workspace"),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
