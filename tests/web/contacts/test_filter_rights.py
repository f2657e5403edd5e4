"""Who may filter contacts (C5, section 8), on every path."""

import re

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contacts
from tappa.core.inbox.actions.assign import assign_contact
from tests.cast import Cast
from tests.core.acts import robot
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.contacts.filtering import NAMES, Table, four_people, stage_id
from tests.web.settings.visits import Visitor, text_of

PATHS = ("contacts", "contacts_table")


@pytest.fixture
def people(cast: Cast) -> Workspace:
    """Ada has bought, Bea pays, Cleo stands at no stage, Dora is lost."""
    four_people(cast.owner.workspace)
    return cast.owner.workspace


@pytest.mark.parametrize("part", ["agent", "mine_only", "team_only"])
def test_c5_an_agents_filter_is_ignored_on_every_path(
    people: Workspace, server: WebServer, cast: Cast, part: str
) -> None:
    """No page, fragment or count tells an agent who stands where a filter says, nor lets them make one."""
    member = getattr(cast, part)
    for person in Contact.objects.filter(workspace=people, first_name__in=["Ada", "Cleo"]):
        assign_contact(person, to=cast.mine_only if part == "mine_only" else cast.agent, by=robot(people))
    visitor = Visitor(server, member)
    seen = sorted(person.first_name for person in visible_contacts(member))
    assert seen
    customer = stage_id(people, "Customer")
    for query in (
        {"filter": f'{{"all":[["stage","hasAnyOf",[{customer}]]]}}'},
        {"filter": "broken"},
        {"stage": str(customer)},
    ):
        for path in PATHS:
            page = text_of(visitor.browser.get(visitor.url(path), params={"sort": "name", **query}))
            assert re.findall(NAMES, page, re.DOTALL) == seen
            assert f'<span id="contacts-count">{len(seen)}</span>' in page
            for trace in ("data-filter-form", "?filter=", "&filter=", 'name="filter"', 'class="cond"'):
                assert trace not in page
        counted = text_of(visitor.browser.get(visitor.url("contacts_count"), params=query))
        assert f'<span id="contacts-count">{len(seen)}</span>' in counted
    for do in ("add ", "remove 0", "put-in "):
        answer = visitor.browser.get(visitor.url("contacts_filter"), params={"do": do, "field": "stage"})
        assert answer.status_code == 403


def test_c5_strangers_and_nobody(people: Workspace, server: WebServer, cast: Cast) -> None:
    path = f"/w/{people.slug}/contacts/filter?do=add+"
    assert signed_in(server, cast.stranger).get(path).status_code == 404
    assert server.client().get(path).status_code == 302
    assert signed_in(server, cast.manager).get(path).status_code == 200


def test_another_workspaces_stage_is_none_of_ours(people: Workspace, server: WebServer, cast: Cast) -> None:
    """Nobody sees across: it reads like one that never was."""
    theirs = Table(
        Visitor(server, cast.stranger), {"all": [["stage", "hasAnyOf", [stage_id(people, "Payment")]]]}
    )
    assert theirs.chips == ["This stage is gone."]
