"""References point down and stay in their workspace; indexes lead with it. The made tables live in this file only."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.test.utils import isolate_apps

from tappa.core.accounts.models import ApiToken, Team, Workspace
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Conversation
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace
from tests.house import tables


@pytest.fixture(autouse=True)
def apart() -> Iterator[None]:
    """Tables defined within a test are known to no other."""
    with isolate_apps("tappa.core.accounts"):
        yield


def test_a_reference_to_a_room_above_is_found() -> None:
    class Upward(models.Model):
        contact = models.ForeignKey(Contact, models.CASCADE)

        class Meta:
            app_label = "lifecycle"

    assert tables.references_upward([Upward]) == [
        "lifecycle.Upward.contact points up to contacts.Contact: keep a plain id."
    ]
    assert tables.references_upward([Contact]) == []


def test_a_plain_reference_between_tables_of_a_workspace_is_found() -> None:
    class Loose(models.Model):
        workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
        team = models.ForeignKey(Team, models.CASCADE, related_name="+")
        half = models.ForeignKey(Team, models.CASCADE, related_name="+", db_constraint=False)
        whole = models.ForeignKey(Team, models.CASCADE, related_name="+", db_constraint=False)
        teams = models.ManyToManyField(Team, related_name="+")

        class Meta:
            app_label = "contacts"
            constraints = [WithinWorkspace(column="whole_id", to="accounts.Team", name="loose_whole_within")]

    found = tables.references_across([Loose])
    assert [sentence.split()[0] for sentence in found] == [
        "contacts.Loose.team",
        "contacts.Loose.half",
        "contacts.Loose.teams",
    ]


def test_a_shared_column_counts_only_where_the_other_row_refers_by_it() -> None:
    class Shared(models.Model):
        workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
        conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_constraint=False)
        contact = models.ForeignKey(Contact, models.CASCADE, related_name="+", db_constraint=False)
        team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_constraint=False)

        class Meta:
            app_label = "inbox"
            constraints = [
                WithinWorkspace(
                    column="conversation_id",
                    to="inbox.Conversation",
                    shared=("contact_id", "team_id"),
                    name="shared_conversation_within",
                )
            ]

    found = tables.references_across([Shared])
    assert [sentence.split()[0] for sentence in found] == ["inbox.Shared.team"]


def test_a_table_that_cannot_be_referred_to_within_its_workspace_is_found() -> None:
    class Alone(models.Model):
        workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")

        class Meta:
            app_label = "contacts"

    class InPlace(models.Model):
        workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")

        class Meta:
            app_label = "contacts"
            constraints = [one_per_workspace("contacts_inplace")]

    class Loose(models.Model):
        contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="+")
        workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")

        class Meta:
            app_label = "contacts"

    class OfAnother(models.Model):
        contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="+")
        workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")

        class Meta:
            app_label = "contacts"
            constraints = [
                WithinWorkspace(column="contact_id", to="contacts.Contact", name="contacts_ofanother_within")
            ]

    found = tables.not_one_per_workspace([Alone, InPlace, Loose, OfAnother])
    assert [sentence.split()[0] for sentence in found] == ["contacts.Alone", "contacts.Loose"]


def test_an_index_that_does_not_lead_with_the_workspace_is_found() -> None:
    class Indexed(models.Model):
        workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
        name = models.TextField(unique=True)
        slug = models.TextField(db_index=True)

        class Meta:
            app_label = "contacts"
            constraints = [
                one_per_workspace("contacts_indexed"),
                models.UniqueConstraint(models.functions.Lower("slug"), name="contacts_indexed_slug"),
            ]
            indexes = [
                models.Index(fields=["name"], name="contacts_indexed_name"),
                models.Index(fields=["workspace", "name"], name="contacts_indexed_led"),
            ]

    assert [sentence.split()[0] for sentence in tables.not_led_by_workspace([Indexed])] == [
        "contacts_indexed.name",
        "contacts_indexed.slug",
        "contacts_indexed_name",
        "contacts_indexed_slug",
    ]


def test_an_exception_that_is_none_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tables.not_led_by_workspace([ApiToken]) == []
    monkeypatch.setitem(tables.NOT_LED_BY_WORKSPACE, "accounts_apitoken_gone", "a reason that was one")
    assert tables.not_led_by_workspace([ApiToken]) == [
        "accounts_apitoken_gone is on the list of exceptions and is none."
    ]
