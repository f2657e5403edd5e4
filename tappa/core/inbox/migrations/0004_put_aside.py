"""A conversation can be put aside as unread (I8)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default of the database's: who runs the previous version writes rows without it."""

    dependencies = [("inbox", "0003_website_chat")]

    operations = [
        migrations.AddField(
            model_name="conversationread",
            name="is_unread",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
