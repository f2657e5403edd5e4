"""Custom fields of a workspace, and what contacts have in them (C6)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Lower

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.field_rules import (
    CHOICE_LENGTH,
    DECIMALS,
    DESCRIPTION_LIMIT,
    FIELD_LIMIT,
    HEAD,
    NAME_LIMIT,
    SLUG_LIMIT,
    VALUE_LIMIT,
    WHOLE_DIGITS,
    DataType,
    Visibility,
)
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace


class CustomField(models.Model):
    """Something that this workspace wants to know of a contact, of one type.

    `slug` is what programs call it: it stays when the name changes. `folded_name` is the name as names are compared.
    `allowed_values` are the choices of a list, in order. Positions run from 1 without gaps, and their limit is the limit
    of fields.

    A deleted field (`deleted_at`) is gone for everybody at once and gives back its name, slug and position; its values
    go by the batch, and its row after the last of them (actions/clear_labels.py). Ask for those that stand
    (fields.fields_of).
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="custom_fields", db_index=False)
    name = models.CharField(max_length=NAME_LIMIT)
    folded_name = models.TextField()
    slug = models.CharField(max_length=SLUG_LIMIT)
    description = models.CharField(max_length=DESCRIPTION_LIMIT, blank=True)
    data_type = models.CharField(max_length=8)
    allowed_values = ArrayField(models.CharField(max_length=CHOICE_LENGTH), default=list, blank=True)
    visibility = models.CharField(max_length=6, default=Visibility.ALWAYS)
    position = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("contacts_customfield"),
            models.CheckConstraint(
                condition=Q(data_type__in=[kind.value for kind in DataType]),
                name="contacts_customfield_type_known",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=[kind.value for kind in Visibility]),
                name="contacts_customfield_visibility_known",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=FIELD_LIMIT),
                name="contacts_customfield_at_most_100",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, position__isnull=False)
                | Q(deleted_at__isnull=False, position__isnull=True),
                name="contacts_customfield_deleted_has_no_place",
            ),
            models.UniqueConstraint(
                fields=["workspace", "position"],
                name="contacts_customfield_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["workspace", "folded_name"],
                condition=Q(deleted_at=None),
                name="contacts_customfield_name_unique",
            ),
            models.UniqueConstraint(
                "workspace",
                Lower("slug"),
                condition=Q(deleted_at=None),
                name="contacts_customfield_slug_unique",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="contacts_customfield_to_clear",
            )
        ]


class FieldValue(models.Model):
    """What a contact has in a custom field; no row where it has nothing.

    `text` is the value in its normal form, `folded` the same without case and accents, for comparisons, `head` the beginning
    of that, which PostgreSQL keeps: an index has room for no more, and answers by itself only of whole columns. `number` is what
    is compared of a number, of a date (days since 1970-01-01), of a time (minutes of the day) and of a checkbox (1 or 0);
    None for the other types. So one index each serves every field, as the columns of standard fields have theirs:
    docs/decisions/0020-custom-fields.md.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        "contacts.Contact", models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    field = models.ForeignKey(
        CustomField, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    text = models.CharField(max_length=VALUE_LIMIT)
    folded = models.TextField()
    head = models.GeneratedField(
        expression=Left("folded", HEAD), output_field=models.TextField(), db_persist=True
    )
    number = models.DecimalField(max_digits=WHOLE_DIGITS + DECIMALS, decimal_places=DECIMALS, null=True)

    class Meta:
        constraints = [
            one_per_workspace("contacts_fieldvalue"),
            models.UniqueConstraint(
                fields=["workspace", "contact", "field"], name="contacts_fieldvalue_once"
            ),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="contacts_fieldvalue_contact_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="field_id",
                to="contacts.CustomField",
                name="contacts_fieldvalue_field_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "field", "head", "contact"], name="contacts_fieldvalue_by_head"
            ),
            models.Index(
                fields=["workspace", "field", "number", "contact"],
                condition=Q(number__isnull=False),
                name="contacts_fieldvalue_by_number",
            ),
        ]
