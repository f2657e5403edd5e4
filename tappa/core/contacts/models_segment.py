"""Filters that are kept (C4)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.segment_rules import EMOJI_LIMIT, NAME_LIMIT, SEGMENT_LIMIT
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import one_per_workspace

models.CharField.register_lookup(Length)


class Segment(models.Model):
    """A saved filter of contacts with a name. Who is in it is asked anew each time; nobody is kept in it.

    `filter` is JSON as filters/parse.py writes it: a part whose stage, tag or field is gone is found broken when it is
    read. `sort` is what its table is sorted by, as an address names it, "" for the usual. `folded_name` is the name as
    names are compared. `version` grows with every change, so that two people who change it at once notice each other.
    Positions run from 1 without gaps, and their limit is the limit of segments.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="segments", db_index=False)
    name = models.CharField(max_length=NAME_LIMIT)
    folded_name = models.TextField()
    emoji = models.CharField(max_length=EMOJI_LIMIT, blank=True)
    filter = models.JSONField()
    sort = models.CharField(max_length=30, blank=True)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            one_per_workspace("contacts_segment"),
            models.CheckConstraint(condition=Q(name__length__gte=1), name="contacts_segment_name_given"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=SEGMENT_LIMIT),
                name="contacts_segment_at_most_100",
            ),
            models.UniqueConstraint(
                fields=["workspace", "position"],
                name="contacts_segment_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["workspace", "folded_name"], name="contacts_segment_name_unique"),
        ]
