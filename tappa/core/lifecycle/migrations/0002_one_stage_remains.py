"""At least one lifecycle stage remains (L10), whoever deletes or converts at once."""

from django.db import migrations

CREATE = """
CREATE FUNCTION lifecycle_one_stage_remains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Both of two people who each remove one of the last two stages would see the other's still standing: the lock on
    -- the workspace's lifecycle makes the second one wait and look again. Without that row the workspace is going.
    PERFORM 1 FROM lifecycle_lifecycle WHERE workspace_id = OLD.workspace_id FOR UPDATE;
    IF FOUND AND NOT EXISTS (
        SELECT 1 FROM lifecycle_stage WHERE workspace_id = OLD.workspace_id AND kind = 'lifecycle'
    ) THEN
        RAISE EXCEPTION 'the last lifecycle stage of workspace % must remain', OLD.workspace_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_stage_one_remains';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER lifecycle_stage_one_remains
    AFTER DELETE OR UPDATE OF kind ON lifecycle_stage DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.kind = 'lifecycle') EXECUTE FUNCTION lifecycle_one_stage_remains();
"""
DROP = "DROP TRIGGER lifecycle_stage_one_remains ON lifecycle_stage; DROP FUNCTION lifecycle_one_stage_remains();"


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
