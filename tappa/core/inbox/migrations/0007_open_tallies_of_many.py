"""A statement that changes many standings has its open conversations counted as one, not row by row.

Such a statement says so by a setting of its transaction, as for contacts.Tally. That one it sums by itself; this table it
does not know, for conversations stand above, and so a trigger of the whole statement sums for it.
"""

from django.db import migrations

CHANGED = """
CREATE OR REPLACE TRIGGER inbox_opentally_changed
    AFTER UPDATE OF workspace_id, stage_id, assignee_id, team_id, conversation_status, is_deleted ON contacts_standing
    FOR EACH ROW WHEN (
        (OLD.conversation_status = 'open' OR NEW.conversation_status = 'open') AND {unless}
        (OLD.workspace_id, OLD.stage_id, OLD.assignee_id, OLD.team_id, OLD.conversation_status = 'open', OLD.is_deleted)
            IS DISTINCT FROM
        (NEW.workspace_id, NEW.stage_id, NEW.assignee_id, NEW.team_id, NEW.conversation_status = 'open', NEW.is_deleted)
    ) EXECUTE FUNCTION inbox_opentally_changes();
"""
COLUMNS = "workspace_id, stage_id, assignee_id, team_id"
MANY = f"""
CREATE FUNCTION inbox_opentally_changes_of_many() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inbox_opentally ({COLUMNS}, open)
    SELECT {COLUMNS}, sum(sign) FROM (
        SELECT -1 AS sign, {COLUMNS} FROM went WHERE conversation_status = 'open' AND NOT is_deleted
        UNION ALL
        SELECT 1, {COLUMNS} FROM came WHERE conversation_status = 'open' AND NOT is_deleted
    ) changed GROUP BY {COLUMNS} HAVING sum(sign) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER inbox_opentally_changed_many AFTER UPDATE ON contacts_standing
    REFERENCING OLD TABLE AS went NEW TABLE AS came
    FOR EACH STATEMENT WHEN (current_setting('tappa.tallied', true) = 'on')
    EXECUTE FUNCTION inbox_opentally_changes_of_many();
"""  # noqa: S608  only the constant above is put in
NO_MANY = """
DROP TRIGGER inbox_opentally_changed_many ON contacts_standing;
DROP FUNCTION inbox_opentally_changes_of_many();
"""
UNLESS_TALLIED = CHANGED.format(unless="current_setting('tappa.tallied', true) IS DISTINCT FROM 'on' AND")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_bulk_changes"), ("inbox", "0006_custom_inboxes")]
    operations = [migrations.RunSQL(UNLESS_TALLIED + MANY, NO_MANY + CHANGED.format(unless=""))]
