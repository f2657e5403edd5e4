"""Custom fields and what contacts have in them; tags get a colour, an emoji and a description."""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import tappa.core.contacts.field_rules
import tappa.kernel.clock
import tappa.kernel.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_first_steps"),
        ("contacts", "0006_operations"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=50)),
                ("folded_name", models.TextField()),
                ("slug", models.CharField(max_length=50)),
                ("description", models.CharField(blank=True, max_length=255)),
                ("data_type", models.CharField(max_length=8)),
                (
                    "allowed_values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), blank=True, default=list, size=None
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        default=tappa.core.contacts.field_rules.Visibility["ALWAYS"], max_length=6
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField(db_default=tappa.kernel.clock.ClockTimestamp())),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_fields",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False)),
                        fields=["deleted_at"],
                        name="contacts_customfield_to_clear",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "id"), name="contacts_customfield_in_workspace"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "data_type__in",
                                ["text", "list", "checkbox", "email", "number", "url", "date", "time"],
                            )
                        ),
                        name="contacts_customfield_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["always", "filled", "never"])),
                        name="contacts_customfield_visibility_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1), ("position__lte", 100)),
                        name="contacts_customfield_at_most_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deleted_at__isnull", True), ("position__isnull", False)),
                            models.Q(("deleted_at__isnull", False), ("position__isnull", True)),
                            _connector="OR",
                        ),
                        name="contacts_customfield_deleted_has_no_place",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("workspace", "position"),
                        name="contacts_customfield_position_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("workspace", "folded_name"),
                        name="contacts_customfield_name_unique",
                    ),
                    models.UniqueConstraint(
                        models.F("workspace"),
                        django.db.models.functions.text.Lower("slug"),
                        condition=models.Q(("deleted_at", None)),
                        name="contacts_customfield_slug_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("folded", models.TextField()),
                ("number", models.DecimalField(decimal_places=6, max_digits=21, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.customfield",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("workspace"),
                        models.F("field"),
                        django.db.models.functions.text.Left("folded", 64),
                        models.F("contact"),
                        name="contacts_fieldvalue_by_text",
                    ),
                    models.Index(
                        condition=models.Q(("number__isnull", False)),
                        fields=["workspace", "field", "number", "contact"],
                        name="contacts_fieldvalue_by_number",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "id"), name="contacts_fieldvalue_in_workspace"
                    ),
                    models.UniqueConstraint(
                        fields=("workspace", "contact", "field"), name="contacts_fieldvalue_once"
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="contact_id",
                        name="contacts_fieldvalue_contact_within",
                        on_delete_cascade=True,
                        to="contacts.Contact",
                    ),
                    tappa.kernel.tenancy.WithinWorkspace(
                        column="field_id",
                        name="contacts_fieldvalue_field_within",
                        on_delete_cascade=True,
                        to="contacts.CustomField",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="tag",
            name="contacts_tag_name_unique",
        ),
        migrations.AddField(
            model_name="tag",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="tag",
            name="description",
            field=models.CharField(blank=True, db_default="", default="", max_length=255),
        ),
        migrations.AddField(
            model_name="tag",
            name="emoji",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="tag",
            name="hue",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="contacts_tag_to_clear",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(("hue__gte", 0), ("hue__lte", 10)), name="contacts_tag_hue_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("workspace", "folded_name"),
                name="contacts_tag_name_once",
            ),
        ),
    ]
