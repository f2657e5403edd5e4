"""Custom inboxes: who makes, sees, changes and inherits them (I2, section 8)."""

import pytest

from tappa.core.accounts.models import Member, Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.filters.terms import EVERYONE, Filter, broken_parts
from tappa.core.contacts.filters.uses import stage_uses
from tappa.core.inbox.actions.arrange_sidebar import fold_sections, order_inboxes
from tappa.core.inbox.actions.create_inbox import PRIVATE, create_inbox
from tappa.core.inbox.actions.delete_inbox import delete_inbox
from tappa.core.inbox.actions.edit_inbox import edit_inbox
from tappa.core.inbox.actions.remove_member import remove_member
from tappa.core.inbox.actions.restore_inbox import restore_inbox
from tappa.core.inbox.custom import (
    audience_of,
    content_of,
    in_order,
    inbox_of_lost,
    inbox_seen_by,
    inboxes_beside,
    inboxes_seen_by,
    lost_filter,
    sidebar_of_member,
)
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import MADE_LIMIT, Fold, Visibility
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.core.acts import robot, stage_named

PUBLIC = Audience(Visibility.PUBLIC)
PARTS = ("owner", "manager", "agent", "mine_only", "team_only")


def about_waiting(workspace: Workspace) -> Filter:
    """Those we owe an answer."""
    return read_filter({"all": [["unreplied", "isEqualTo", ["true"]]]}, Catalogue(workspace.id))


def made_by(maker: Member, name: str = "Waiting", audience: Audience = PRIVATE) -> CustomInbox:
    """An inbox of this member."""
    wanted, by = about_waiting(maker.workspace), actor_of(maker, Via.PAGE)
    return create_inbox(maker, name=name, wanted=wanted, emoji="⏰", audience=audience, by=by)


def who_sees(cast: Cast, inbox: CustomInbox) -> list[str]:
    """The members of the cast who see it, in the sidebar and elsewhere."""
    seen = []
    for part in PARTS:
        member: Member = getattr(cast, part)
        assert inboxes_beside(member) == list(inboxes_seen_by(member))
        seen += [part] if inbox in inboxes_beside(member) else []
    return seen


@pytest.mark.parametrize("part", PARTS)
def test_i2_any_member_makes_one_and_is_alone_with_it_at_first(cast: Cast, part: str) -> None:
    maker: Member = getattr(cast, part)
    inbox = made_by(maker)
    assert (inbox.name, inbox.emoji, inbox.visibility, inbox.version) == ("Waiting", "⏰", "private", 1)
    assert who_sees(cast, inbox) == [part]
    assert not inboxes_seen_by(cast.stranger).exists()
    for other in (cast.owner, cast.stranger):
        if other != maker:
            with pytest.raises(NotFound):
                inbox_seen_by(other, inbox.id)


def test_i2_shared_with_members_and_teams_or_with_all(cast: Cast) -> None:
    shared = Audience(Visibility.SHARED, frozenset({cast.mine_only.id}), frozenset({cast.team.id}))
    inbox = made_by(cast.manager, audience=shared)
    assert who_sees(cast, inbox) == ["manager", "agent", "mine_only", "team_only"]
    assert audience_of(inbox) == shared
    by = actor_of(cast.manager, Via.PAGE)
    inbox = edit_inbox(inbox, version=1, audience=PUBLIC, by=by)
    assert who_sees(cast, inbox) == list(PARTS)
    assert not inboxes_seen_by(cast.stranger).exists()
    inbox = edit_inbox(inbox, version=2, audience=PRIVATE, by=by)
    assert who_sees(cast, inbox) == ["manager"], "whom it was shared with is forgotten"
    assert audience_of(inbox) == PRIVATE


def test_i2_only_its_maker_changes_it(cast: Cast) -> None:
    inbox = made_by(cast.agent, audience=PUBLIC)
    for other in (cast.owner, cast.manager, cast.team_only):
        by = actor_of(other, Via.PAGE)
        with pytest.raises(Forbidden, match="Only Ada Agent"):
            edit_inbox(inbox, version=1, name="Mine now", by=by)
        with pytest.raises(Forbidden):
            delete_inbox(inbox, by=by)
    with pytest.raises(NotFound):
        edit_inbox(inbox, version=1, name="Mine now", by=actor_of(cast.stranger, Via.PAGE))
    by = actor_of(cast.agent, Via.PAGE)
    assert edit_inbox(inbox, version=1, name=" Late  ones ", emoji="", by=by).name == "Late ones"
    with pytest.raises(Conflict, match="another window"):
        edit_inbox(inbox, version=1, name="Else", by=by)
    assert edit_inbox(inbox, version=2, name="Late ones", by=by).version == 2, "the same is no change"
    deleted = delete_inbox(inbox, by=by)
    assert who_sees(cast, inbox) == []
    with pytest.raises(NotFound):
        delete_inbox(inbox, by=by)
    with pytest.raises(Forbidden):
        restore_inbox(deleted, by=actor_of(cast.owner, Via.PAGE))
    restore_inbox(deleted, by=by)
    assert who_sees(cast, inbox) == list(PARTS)
    kinds = Event.objects.filter(workspace_id=cast.agent.workspace_id, kind__startswith="inbox.")
    told = list(kinds.order_by("id").values_list("kind", "data__changes"))
    assert told == [
        ("inbox.created", None),
        ("inbox.edited", ["emoji", "name"]),
        ("inbox.deleted", None),
        ("inbox.restored", None),
    ]


def test_what_cannot_be_is_refused_with_the_field(cast: Cast, other_workspace: Workspace) -> None:
    owner, wanted = cast.owner, about_waiting(cast.owner.workspace)
    by = actor_of(owner, Via.PAGE)
    stranger = Audience(Visibility.SHARED, frozenset({cast.stranger.id}))
    broken = read_filter({"all": [["stage", "hasAnyOf", [2**40]]]}, Catalogue(owner.workspace_id))
    refused: list[tuple[str, dict[str, object]]] = [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 51}),
        ("emoji", {"emoji": "ab"}),
        ("filter", {"wanted": EVERYONE}),
        ("filter", {"wanted": broken}),
        ("audience", {"audience": Audience(Visibility.SHARED)}),
        ("audience", {"audience": stranger}),
        ("audience", {"audience": Audience(Visibility.SHARED, teams=frozenset({2**40}))}),
    ]
    for field, given in refused:
        with pytest.raises(Invalid) as refusal:
            create_inbox(owner, **({"name": "One", "wanted": wanted, "by": by} | given))  # type: ignore[arg-type]
        assert refusal.value.field == field, given
    assert not CustomInbox.objects.filter(workspace=owner.workspace).exists(), "nothing half-done"
    for number in range(MADE_LIMIT):
        made_by(owner, f"{number}")
    with pytest.raises(Conflict):
        made_by(owner, "One too many")
    deleted = delete_inbox(CustomInbox.objects.filter(maker=owner)[0], by=by)
    made_by(owner, "In its place")
    with pytest.raises(Conflict):
        restore_inbox(deleted, by=by)
    assert made_by(cast.agent).id, "each has their own"
    assert other_workspace.id


def test_section_8_a_removed_members_shared_inboxes_go_to_an_owner(cast: Cast) -> None:
    """The private ones rest, for the day on which they may come back."""
    shared = Audience(Visibility.SHARED, frozenset({cast.agent.id}))
    private, open_to_all, with_agent = (
        made_by(cast.manager, name, audience)
        for name, audience in (("Own", PRIVATE), ("All", PUBLIC), ("Two", shared))
    )
    remove_member(cast.manager, by=actor_of(cast.owner, Via.PAGE))
    assert [inbox.name for inbox in inboxes_seen_by(cast.owner)] == ["All", "Two"]
    for inbox in (open_to_all, with_agent):
        assert inbox_seen_by(cast.owner, inbox.id).maker_id == cast.owner.id
    edit_inbox(open_to_all, version=2, name="Mine", by=actor_of(cast.owner, Via.PAGE))
    assert who_sees(cast, with_agent) == ["owner", "agent"]
    with pytest.raises(NotFound):
        inbox_seen_by(cast.owner, private.id)
    remove_member(cast.agent, by=robot(cast.owner.workspace))
    assert who_sees(cast, with_agent) == ["owner"]
    with pytest.raises(DomainError):
        made_by(cast.agent)


def test_order_and_folds_are_each_members_own(cast: Cast) -> None:
    one, two, three = (made_by(cast.owner, name, PUBLIC) for name in ("One", "Two", "Three"))
    hidden = made_by(cast.owner, "Hidden")
    order_inboxes(cast.agent, [three.id, hidden.id, one.id, three.id, 2**40])
    fold_sections(cast.agent, {Fold.TEAMS, Fold.CUSTOM})
    kept = sidebar_of_member(cast.agent)
    assert (kept.order, kept.folded) == ([three.id, one.id], ["custom", "teams"])
    names = [inbox.name for inbox in in_order(inboxes_seen_by(cast.agent), kept.order)]
    assert names == ["Three", "One", "Two"], "what it does not name comes after"
    assert sidebar_of_member(cast.owner).order == []
    assert two.id


def test_l14_a_stage_tells_which_inboxes_use_it_but_not_how_private_ones_are_called(cast: Cast) -> None:
    workspace = cast.owner.workspace
    lost = stage_named(workspace, "Cold Lead")
    wanted = lost_filter(workspace.id)
    assert wanted is not None
    by = actor_of(cast.agent, Via.PAGE)
    private = create_inbox(cast.agent, name="Secret", wanted=wanted, by=by)
    public = create_inbox(cast.agent, name="Lost", wanted=wanted, audience=PUBLIC, by=by)
    uses = {use.id: use.name for use in stage_uses(workspace.id)[lost.id] if use.kind == "custom_inbox"}
    assert uses == {private.id: "", public.id: "Lost"}
    assert inbox_of_lost(cast.owner) == public
    assert inbox_of_lost(cast.agent) == private
    delete_stage(lost, move_to=None, by=robot(workspace))
    assert lost_filter(workspace.id) is None
    assert inbox_of_lost(cast.owner) is None
    content = content_of(public, workspace, Catalogue(workspace.id))
    assert [part.reason for part in broken_parts(content.wanted)] == ["This stage is gone."]
