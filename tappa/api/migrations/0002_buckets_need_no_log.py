"""Rate buckets are worth nothing after a crash: keep them out of the write-ahead log."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]
    operations = [
        migrations.RunSQL("ALTER TABLE api_ratebucket SET UNLOGGED", "ALTER TABLE api_ratebucket SET LOGGED")
    ]
