"""Standing changes with each message and move: leave room on its pages, so that the new row stands beside the old."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE contacts_standing SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)",
            "ALTER TABLE contacts_standing RESET (fillfactor, autovacuum_vacuum_scale_factor)",
        )
    ]
