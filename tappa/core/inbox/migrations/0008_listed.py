"""What the lists of the inbox go along gets a table of its own, kept by a trigger on standings: its rows and its indexes.

The trigger waits for whoever is writing standings, and keeps them waiting while the present ones are written down: some
seconds for a million.
"""

from django.db import migrations, models

import tappa.core.contacts.indexes

COLUMNS = """workspace_id, contact_id, conversation_status, conversation_opened_at, assignee_id, team_id, last_channel_id,
    last_incoming_at, last_outgoing_at, last_message_at, waiting_since"""
OF = "{0}.conversation_status <> '' AND NOT {0}.is_deleted"
WRITTEN = ", ".join(f"NEW.{column.strip()}" for column in COLUMNS.split(","))
KEEP = f"""
-- It changes with each message, as standings do (contacts 0002).
ALTER TABLE inbox_listed SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE FUNCTION inbox_listed_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_listed boolean := TG_OP <> 'INSERT' AND {OF.format("OLD")};
    is_listed boolean := TG_OP <> 'DELETE' AND {OF.format("NEW")};
BEGIN
    IF was_listed AND is_listed THEN
        UPDATE inbox_listed SET ({COLUMNS}) = ({WRITTEN})
        WHERE workspace_id = OLD.workspace_id AND contact_id = OLD.contact_id;
    ELSIF is_listed THEN
        INSERT INTO inbox_listed ({COLUMNS}) VALUES ({WRITTEN});
    ELSIF was_listed THEN
        DELETE FROM inbox_listed WHERE workspace_id = OLD.workspace_id AND contact_id = OLD.contact_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER inbox_listed_came AFTER INSERT ON contacts_standing
    FOR EACH ROW WHEN ({OF.format("NEW")}) EXECUTE FUNCTION inbox_listed_follows();
CREATE TRIGGER inbox_listed_went AFTER DELETE ON contacts_standing
    FOR EACH ROW WHEN ({OF.format("OLD")}) EXECUTE FUNCTION inbox_listed_follows();
-- Of these columns alone: a move names none of them, and is not even asked.
CREATE TRIGGER inbox_listed_changed AFTER UPDATE OF {COLUMNS}, is_deleted ON contacts_standing
    FOR EACH ROW WHEN (
        ({", ".join(f"OLD.{column.strip()}" for column in COLUMNS.split(","))}, OLD.is_deleted)
            IS DISTINCT FROM ({WRITTEN}, NEW.is_deleted)
    ) EXECUTE FUNCTION inbox_listed_follows();
INSERT INTO inbox_listed ({COLUMNS})
SELECT {COLUMNS} FROM contacts_standing standing WHERE {OF.format("standing")} ORDER BY contact_id;
"""  # noqa: S608  only the constants above are put in
LET_GO = """
DROP TRIGGER inbox_listed_came ON contacts_standing;
DROP TRIGGER inbox_listed_went ON contacts_standing;
DROP TRIGGER inbox_listed_changed ON contacts_standing;
DROP FUNCTION inbox_listed_follows();
"""
NOT_CLOSED = models.Q(("conversation_status", "closed"), _negated=True)
INDEXES = [
    models.Index(
        fields=["workspace_id", "conversation_status", "last_message_at", "contact_id"],
        name="inbox_listed_all",
    ),
    models.Index(
        fields=["workspace_id", "conversation_status", "assignee_id", "last_message_at", "contact_id"],
        name="inbox_listed_assignee",
    ),
    models.Index(
        condition=models.Q(("team_id__isnull", False)),
        fields=["workspace_id", "conversation_status", "team_id", "last_message_at", "contact_id"],
        name="inbox_listed_team",
    ),
    models.Index(
        models.F("workspace_id"),
        models.F("conversation_status"),
        tappa.core.contacts.indexes.OrNever("waiting_since"),
        models.F("contact_id"),
        condition=NOT_CLOSED,
        name="inbox_listed_waiting",
    ),
    models.Index(
        condition=NOT_CLOSED,
        fields=["workspace_id", "conversation_status", "conversation_opened_at", "contact_id"],
        name="inbox_listed_opened",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0011_room_in_targets"), ("inbox", "0007_open_tallies_of_many")]
    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "workspace_id",
                        "contact_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("contact_id", models.BigIntegerField()),
                ("conversation_status", models.CharField(max_length=7)),
                ("conversation_opened_at", models.DateTimeField(null=True)),
                ("assignee_id", models.BigIntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
                ("last_channel_id", models.BigIntegerField(null=True)),
                ("last_incoming_at", models.DateTimeField(null=True)),
                ("last_outgoing_at", models.DateTimeField(null=True)),
                ("last_message_at", models.DateTimeField(null=True)),
                ("waiting_since", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(KEEP, LET_GO),
        *(migrations.AddIndex(model_name="listed", index=index) for index in INDEXES),
    ]
