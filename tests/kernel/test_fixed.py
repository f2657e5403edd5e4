"""Questions that the ORM says once give what it gives when it is asked anew."""

from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Length, Now
from django.forms.models import model_to_dict

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.models import ApiToken, Workspace
from tappa.core.accounts.queries import token_by_secret
from tappa.core.contacts.queries import contacts_of, find_contact, visible_contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.create_channel import channel_token
from tappa.core.inbox.models import Channel
from tappa.core.inbox.queries import channel_by_token
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.fixed import Fixed
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, robot


def test_a_contact_comes_with_what_hangs_on_it(workspace: Workspace, cast: Cast) -> None:
    bare = new_contact(workspace, None)
    whole = new_contact(workspace, first_name="Zoë", phone="+60123456789", email="zoe@example.com")
    assign_contact(whole, to=cast.agent, by=robot(workspace))
    for contact, identifier in (
        (bare, f"id:{bare.id}"),
        (whole, f"id:{whole.id}"),
        (whole, "email:ZOE@example.com"),
        (whole, "phone:+60123456789"),
    ):
        named, seen = find_contact(workspace.id, identifier), visible_contact(cast.owner, contact.id)
        asked = contacts_of(workspace.id).get(id=contact.id)
        for found in (named, seen):
            assert model_to_dict(found) == model_to_dict(asked)
            assert found.created_at == asked.created_at
            with connection.execute_wrapper(_no_more_questions):
                assert model_to_dict(found.standing) == model_to_dict(asked.standing)
        with connection.execute_wrapper(_no_more_questions):
            assert seen.standing.stage == asked.standing.stage
            assert seen.standing.assignee == asked.standing.assignee
    assert seen.standing.assignee is not None
    assert seen.standing.assignee.user.name == cast.agent.user.name


def test_tokens_channels_and_stages_too(workspace: Workspace) -> None:
    secret = create_token(workspace, name="Program", scopes=["contacts.read"]).secret
    token = token_by_secret(secret)
    assert token is not None
    assert model_to_dict(token) == model_to_dict(ApiToken.objects.get(id=token.id))
    assert token.workspace.slug == workspace.slug
    channel = new_channel(workspace)
    found = channel_by_token(channel_token(channel))
    assert found is not None
    assert (
        found.settings
        == Channel.objects.get(id=channel.id).settings
        == {"contact_id": "custom", "outbound_url": ""}
    )
    stages = Stage.objects.filter(workspace=workspace).order_by("kind", "position")
    assert [model_to_dict(stage) for stage in stages_of(workspace.id)] == [
        model_to_dict(each) for each in stages
    ]


def test_several_are_one_value_and_columns_come_alone(workspace: Workspace) -> None:
    stages = Stage.objects.filter(workspace=workspace).order_by("id")
    ids, names = [stage.id for stage in stages], [stage.name for stage in stages]
    by_id = Fixed(lambda ids: Stage.objects.filter(id__any_of=ids).order_by("id"), ids=[-1])
    for wanted in (ids[:1], ids, ids[1:3], [], [ids[0], 2**40]):
        asked = list(Stage.objects.filter(id__in=wanted).order_by("id"))
        assert by_id.all(ids=wanted) == asked
        assert list(Stage.objects.filter(id__any_of=wanted).order_by("id")) == asked
    named = Fixed(
        lambda workspace_id, names: (
            Stage.objects.filter(workspace__any_of=workspace_id, name__any_of=names)
            .order_by("id")
            .values_list("id", "workspace__slug", "created_at")
        ),
        workspace_id=[-1],
        names=["a name"],
    )
    told = list(stages.all()[:2].values_list("id", "workspace__slug", "created_at"))
    assert named.tuples(workspace_id=[workspace.id], names=names[:2]) == told
    assert named.tuples(workspace_id=[], names=names) == []
    timed = Fixed(
        lambda workspace_id: Stage.objects.filter(workspace_id=workspace_id).annotate(
            now=Now(), long=Length("name")
        ),
        workspace_id=-1,
    )
    stage: Any = timed.all(workspace_id=workspace.id)[0]
    assert stage.long == len(stage.name)
    assert stage.now >= stage.created_at


def test_an_example_that_stands_nowhere_is_a_mistake() -> None:
    broken = Fixed(lambda name: Stage.objects.filter(name=name.upper()), name="lower")
    with pytest.raises(AssertionError, match="name"):
        broken.all(name="lower")


def _no_more_questions(*_arguments: Any) -> Any:
    raise AssertionError("it was not there yet")
