"""A member chooses the columns of their table of contacts."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_first_steps")]
    operations = [
        migrations.AddField(
            model_name="member",
            name="contact_columns",
            field=ArrayField(models.CharField(max_length=40), null=True, blank=True),
        ),
    ]
