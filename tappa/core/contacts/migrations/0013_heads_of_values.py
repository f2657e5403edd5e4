"""The beginning of a value as a column of its own: of an expression PostgreSQL's index does not answer by itself.

PostgreSQL writes every value anew once, some three seconds a million, and nobody reads or writes values meanwhile.
"""

from django.db import migrations, models
from django.db.models.functions import Left


class Migration(migrations.Migration):
    dependencies = [("contacts", "0012_what_a_move_leaves_alone")]
    operations = [
        migrations.RemoveIndex(model_name="fieldvalue", name="contacts_fieldvalue_by_text"),
        migrations.AddField(
            model_name="fieldvalue",
            name="head",
            field=models.GeneratedField(
                db_persist=True, expression=Left("folded", 64), output_field=models.TextField()
            ),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(
                fields=["workspace", "field", "head", "contact"], name="contacts_fieldvalue_by_head"
            ),
        ),
    ]
