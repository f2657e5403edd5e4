"""The sorts of the table by last interaction and by time at stage, each within a stage: instead of those over all.

Over all stages such indexes are merged, so that no message and no move has one index more to write.
"""

from django.db import migrations, models
from django.db.models.functions.comparison import Greatest


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0008_bulk_changes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                models.F("workspace"),
                models.F("stage"),
                Greatest("last_incoming_at", "last_outgoing_at"),
                models.F("contact"),
                condition=models.Q(("is_deleted", False)),
                include=("stage_since", "last_incoming_at", "last_outgoing_at"),
                name="contacts_standing_stage_last",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("is_deleted", False), ("stage__isnull", False)),
                fields=["workspace", "stage", "stage_since", "contact"],
                name="contacts_standing_stage_since",
            ),
        ),
        migrations.RemoveIndex(model_name="standing", name="contacts_standing_by_last"),
        migrations.RemoveIndex(model_name="standing", name="contacts_standing_by_since"),
    ]
