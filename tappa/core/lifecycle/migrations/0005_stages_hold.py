"""One lifecycle stage remains open (L10), and positions of each kind run from 1 without gaps, whoever writes at once."""

from django.db import migrations

# Each of two who write at once would see the other's stages as they were: the lock on the workspace's lifecycle makes the
# second one wait and look again. Without that row the workspace is going.
CREATE = """
CREATE FUNCTION lifecycle_stages_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place bigint := coalesce(NEW.workspace_id, OLD.workspace_id);
BEGIN
    PERFORM 1 FROM lifecycle_lifecycle WHERE workspace_id = place FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT FROM lifecycle_stage WHERE workspace_id = place AND kind = 'lifecycle' AND closed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'the last lifecycle stage of workspace % must remain', place
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_stage_one_remains';
    END IF;
    IF EXISTS (
        SELECT FROM lifecycle_stage WHERE workspace_id = place AND closed_at IS NULL
        GROUP BY kind HAVING min(position) <> 1 OR max(position) <> count(*)
    ) THEN
        RAISE EXCEPTION 'the positions of the stages of workspace % must run from 1 without gaps', place
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_stage_positions_dense';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER lifecycle_stages_hold
    AFTER INSERT OR DELETE OR UPDATE OF kind, position, closed_at ON lifecycle_stage DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lifecycle_stages_hold();
DROP TRIGGER lifecycle_stage_one_remains ON lifecycle_stage;
DROP FUNCTION lifecycle_one_stage_remains();
"""
DROP = """
CREATE FUNCTION lifecycle_one_stage_remains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
DROP TRIGGER lifecycle_stages_hold ON lifecycle_stage;
DROP FUNCTION lifecycle_stages_hold();
"""


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0004_closed_stages")]
    operations = [migrations.RunSQL(CREATE, DROP)]
