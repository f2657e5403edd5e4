"""The sorts of the table of contacts: an index each, and one for the agents who see the contacts of their team."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("contacts", "0003_mentions_and_conversations"),
        ("lifecycle", "0002_one_stage_remains"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                models.F("workspace"),
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Left("search", 64), "C"
                ),
                models.F("id"),
                condition=models.Q(("deleted_at", None)),
                name="contacts_contact_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["workspace", "created_at", "id"],
                name="contacts_contact_by_created",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                models.F("workspace"),
                django.db.models.functions.comparison.Greatest("last_incoming_at", "last_outgoing_at"),
                models.F("contact"),
                condition=models.Q(("is_deleted", False)),
                name="contacts_standing_by_last",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("is_deleted", False), ("stage__isnull", False)),
                fields=["workspace", "stage_since", "contact"],
                name="contacts_standing_by_since",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("is_deleted", False), ("team__isnull", False)),
                fields=["workspace", "team", "contact"],
                name="contacts_standing_by_team",
            ),
        ),
    ]
