"""Fewer indexes on standings: of those that a move wrote for nothing most are now on a table of the inbox (inbox 0008), and
one said what the primary key says."""

from django.db import migrations


class Migration(migrations.Migration):
    # The lists go along the other table from the moment on at which these are gone.
    dependencies = [("contacts", "0011_room_in_targets"), ("inbox", "0008_listed")]
    operations = [
        migrations.RemoveConstraint(model_name="standing", name="contacts_standing_in_workspace"),
        *(
            migrations.RemoveIndex(model_name="standing", name=f"contacts_inbox_{name}")
            for name in ("all", "assignee", "team", "waiting", "opened")
        ),
    ]
