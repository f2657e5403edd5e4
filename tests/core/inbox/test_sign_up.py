"""Signing up: a user and a workspace of theirs, whole (L1, L3)."""

import secrets

import pytest

from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import User, Workspace
from tappa.core.activity.models import Event
from tappa.core.inbox.actions.found_for_owner import found_for_owner, sign_up
from tappa.core.inbox.chats import website_chats
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import Conflict, Invalid
from tests.cast import PASSWORD
from tests.support.together import together


def address() -> str:
    return f"{secrets.token_hex(6)}@people.example"


@pytest.mark.parametrize(
    ("language", "first", "lost"),
    [
        ("en", "New Lead", "Cold Lead"),
        ("it", "Nuovo contatto", "Contatto freddo"),
        ("es", "Nuevo Lead", "Cold Lead"),
    ],
)
def test_l3_stages_come_in_the_language_of_who_signs_up(language: str, first: str, lost: str) -> None:
    owner = sign_up(
        name="Ana",
        email=address(),
        password=PASSWORD,
        workspace_name="Bottega di Ana",
        language=language,
        time_zone="Europe/Rome",
    )
    assert owner.role == Role.OWNER
    assert (owner.workspace.language, owner.workspace.time_zone) == (language, "Europe/Rome")
    stages = stages_of(owner.workspace_id)
    assert (stages[0].name, stages[-1].name) == (first, lost)
    assert website_chats(owner.workspace_id).count() == 1  # "Try it: write as a customer" works at once
    assert [stage.is_default for stage in stages].index(True) == 0
    assert set(Event.objects.filter(workspace_id=owner.workspace_id).values_list("via", flat=True)) == {
        "page"
    }


def test_a_name_that_is_taken_gets_an_address_of_its_own() -> None:
    name = f"Studio {secrets.token_hex(4)}"
    slugs = [
        sign_up(name="Ana", email=address(), password=PASSWORD, workspace_name=name).workspace.slug
        for _again in range(3)
    ]
    assert len(set(slugs)) == 3
    assert slugs[0] == name.lower().replace(" ", "-")
    assert all(slug.startswith(slugs[0]) for slug in slugs)


def test_a_refused_sign_up_leaves_nothing() -> None:
    email, name = address(), f"Studio {secrets.token_hex(4)}"
    with pytest.raises(Invalid) as refusal:
        sign_up(name="Ana", email=email, password=PASSWORD, workspace_name="")
    assert refusal.value.field == "workspace_name"
    assert not User.objects.filter(email=email).exists()
    owner = sign_up(name="Ana", email=email, password=PASSWORD, workspace_name=name)
    with pytest.raises(Conflict):
        sign_up(name="Ana", email=email.upper(), password=PASSWORD, workspace_name=f"{name} 2")
    assert not Workspace.objects.filter(name=f"{name} 2").exists()
    second = found_for_owner(owner.user, name=f"{name} 2")
    assert (second.user, second.role) == (owner.user, Role.OWNER)


def test_many_who_found_one_name_at_once_each_get_an_address() -> None:
    name = f"Studio {secrets.token_hex(4)}"
    users = [
        sign_up(name="Ana", email=address(), password=PASSWORD, workspace_name="First").user
        for _number in range(3)
    ]
    founded = together(3, lambda number: found_for_owner(users[number], name=name).workspace.slug)
    assert len(set(founded)) == 3
