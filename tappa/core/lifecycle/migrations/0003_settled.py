"""Whether somebody has looked at the stages that a new workspace is given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0002_one_stage_remains")]
    operations = [
        migrations.AddField(model_name="lifecycle", name="settled_at", field=models.DateTimeField(null=True)),
    ]
