"""A member can put the list of first steps away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people_and_invitations")]
    operations = [
        migrations.AddField(
            model_name="member",
            name="hides_first_steps",
            field=models.BooleanField(default=False, db_default=False),
        ),
    ]
