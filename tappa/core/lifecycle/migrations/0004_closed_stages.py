"""A deleted stage is closed until the last contact has left it. Names are compared when a save is done.

The version that ran before serves on: what it writes satisfies all of this.
"""

import django.db.models.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_first_steps"),
        ("lifecycle", "0003_settled"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="stage",
            name="lifecycle_stage_name_unique",
        ),
        migrations.AddField(
            model_name="stage",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="stage",
            name="folded_name",
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name="stage",
            name="position",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="stage",
            name="slot",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("folded_name__isnull", False),
                        ("position__isnull", False),
                        ("slot__isnull", False),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("folded_name__isnull", True),
                        ("is_default", False),
                        ("is_won", False),
                        ("position__isnull", True),
                        ("slot__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="lifecycle_stage_closed_holds_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("workspace", "kind", "folded_name"),
                name="lifecycle_stage_name_unique",
            ),
        ),
    ]
