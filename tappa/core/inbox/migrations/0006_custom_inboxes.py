"""Custom inboxes, how each member arranges them, and the counts of open conversations that the sidebar sums."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import tappa.kernel.clock
import tappa.kernel.tenancy

# Open conversations are counted as they change: a standing counts while its conversation is open. `sign` is 1 for what
# came and -1 for what went. The trigger waits for whoever is writing standings, and keeps them waiting while the present
# ones are counted, as in contacts/migrations/0005_tallies.py.
COLUMNS = "workspace_id, stage_id, assignee_id, team_id, conversation_status, is_deleted"
INSERT = """
    INSERT INTO inbox_opentally (workspace_id, stage_id, assignee_id, team_id, open)
    SELECT workspace_id, stage_id, assignee_id, team_id, sum(sign)
    FROM changed WHERE conversation_status = 'open' AND NOT is_deleted
    GROUP BY workspace_id, stage_id, assignee_id, team_id HAVING sum(sign) <> 0
"""
# Of an update each row by itself, and only where it changes a count: a message to an open conversation changes none.
CREATE = f"""
CREATE FUNCTION inbox_opentally_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        WITH changed AS (SELECT 1 AS sign, {COLUMNS} FROM came) {INSERT};
    ELSIF TG_OP = 'DELETE' THEN
        WITH changed AS (SELECT -1 AS sign, {COLUMNS} FROM went) {INSERT};
    ELSE
        WITH changed (sign, {COLUMNS}) AS (VALUES
            (-1, OLD.workspace_id, OLD.stage_id, OLD.assignee_id, OLD.team_id, OLD.conversation_status, OLD.is_deleted),
            (1, NEW.workspace_id, NEW.stage_id, NEW.assignee_id, NEW.team_id, NEW.conversation_status, NEW.is_deleted)
        ) {INSERT};
    END IF;
    RETURN NULL;
END $$;
ALTER TABLE inbox_opentally SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE TRIGGER inbox_opentally_came AFTER INSERT ON contacts_standing
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inbox_opentally_changes();
CREATE TRIGGER inbox_opentally_went AFTER DELETE ON contacts_standing
    REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION inbox_opentally_changes();
CREATE TRIGGER inbox_opentally_changed
    AFTER UPDATE OF workspace_id, stage_id, assignee_id, team_id, conversation_status, is_deleted ON contacts_standing
    FOR EACH ROW WHEN (
        (OLD.conversation_status = 'open' OR NEW.conversation_status = 'open') AND
        (OLD.workspace_id, OLD.stage_id, OLD.assignee_id, OLD.team_id, OLD.conversation_status = 'open', OLD.is_deleted)
            IS DISTINCT FROM
        (NEW.workspace_id, NEW.stage_id, NEW.assignee_id, NEW.team_id, NEW.conversation_status = 'open', NEW.is_deleted)
    ) EXECUTE FUNCTION inbox_opentally_changes();
WITH changed AS (SELECT 1 AS sign, {COLUMNS} FROM contacts_standing) {INSERT};
"""  # noqa: S608  only the constants above are put in
DROP = """
DROP TRIGGER inbox_opentally_came ON contacts_standing;
DROP TRIGGER inbox_opentally_went ON contacts_standing;
DROP TRIGGER inbox_opentally_changed ON contacts_standing;
DROP FUNCTION inbox_opentally_changes();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_first_steps"),
        ("contacts", "0005_tallies"),
        ("inbox", "0005_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomInbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=50)),
                ("emoji", models.CharField(blank=True, max_length=16)),
                ("filter", models.JSONField()),
                (
                    "visibility",
                    models.CharField(
                        choices=[("private", "private"), ("shared", "shared"), ("public", "public")],
                        default="private",
                        max_length=7,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(db_default=tappa.kernel.clock.ClockTimestamp())),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "maker",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_inboxes",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "id"), name="inbox_custominbox_in_workspace"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["private", "shared", "public"])),
                        name="inbox_custominbox_visibility_known",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="maker_id", name="inbox_custominbox_maker_within", to="accounts.Member"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="inbox.custominbox",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.team",
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
                    models.UniqueConstraint(fields=("workspace", "id"), name="inbox_inboxshare_in_workspace"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", False), ("team__isnull", True)),
                            models.Q(("member__isnull", True), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="inbox_inboxshare_one_of_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("workspace", "inbox", "member"),
                        name="inbox_inboxshare_member_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("team__isnull", False)),
                        fields=("workspace", "inbox", "team"),
                        name="inbox_inboxshare_team_once",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="inbox_id",
                        name="inbox_inboxshare_inbox_within",
                        on_delete_cascade=True,
                        to="inbox.CustomInbox",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="member_id",
                        name="inbox_inboxshare_member_within",
                        on_delete_cascade=True,
                        to="accounts.Member",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="team_id",
                        name="inbox_inboxshare_team_within",
                        on_delete_cascade=True,
                        to="accounts.Team",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxSidebar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "folded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("lifecycle", "lifecycle"), ("custom", "custom"), ("teams", "teams")],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
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
                        fields=("workspace", "id"), name="inbox_inboxsidebar_in_workspace"
                    ),
                    models.UniqueConstraint(fields=("workspace", "member"), name="inbox_inboxsidebar_once"),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="member_id",
                        name="inbox_inboxsidebar_member_within",
                        on_delete_cascade=True,
                        to="accounts.Member",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage_id", models.BigIntegerField(null=True)),
                ("assignee_id", models.BigIntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
                ("open", models.IntegerField()),
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
                    models.Index(fields=["workspace", "assignee_id"], name="inbox_opentally_assignee"),
                    models.Index(
                        condition=models.Q(("team_id__isnull", False)),
                        fields=["workspace", "team_id"],
                        name="inbox_opentally_team",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "id"), name="inbox_opentally_in_workspace"),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
