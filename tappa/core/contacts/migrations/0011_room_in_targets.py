"""Room for what is written twice, and the blocked contacts by an index.

Each contact of a bulk change is written when it is chosen and again when it is done: the second stands beside the first,
so that the index need not be told.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_segments")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE contacts_operationtarget SET (fillfactor = 50)",
            "ALTER TABLE contacts_operationtarget RESET (fillfactor)",
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("is_blocked", True)),
                fields=["workspace", "id"],
                name="contacts_contact_blocked",
            ),
        ),
    ]
