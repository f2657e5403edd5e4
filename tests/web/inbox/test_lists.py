"""The lists of the Inbox and its sidebar over HTTP (I1, I3, I4, L2), as a browser without scripts reads them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.set_up_workspace import set_up_workspace
from tappa.core.inbox.chats import hosted_path, website_chats
from tappa.core.lifecycle.models import Lifecycle
from tests.cast import Cast, call_the_cast
from tests.core.acts import new_channel, robot, stage_named
from tests.support.signin import cookies_of, signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import about, counts, inbox_of, names, page_of, somebody


def put(contact: Contact, stage: str) -> None:
    by = robot(contact.workspace)
    move_contact(contact, to=stage_named(contact.workspace, stage) if stage else None, by=by)


def answer(contact: Contact, by: Member, text: str = "Yes") -> None:
    reply(contact, {"type": "text", "text": text}, text=text, by=actor_of(by, Via.PAGE))


def test_i1_the_sidebar_has_an_inbox_per_lifecycle_stage_with_counts(server: WebServer, cast: Cast) -> None:
    """Lost stages have none; each counts open conversations."""
    channel = new_channel(cast.owner.workspace)
    ada, bea, cleo, dora = (somebody(channel, name) for name in ("Ada", "Bea", "Cleo", "Dora"))
    put(bea, "Payment")
    put(cleo, "Cold Lead")
    assign_contact(ada, to=cast.owner, by=robot(cast.owner.workspace))
    close_conversation(dora, by=robot(cast.owner.workspace))
    page = signed_in(server, cast.owner).get(inbox_of(cast.owner)).text
    assert counts(page) == {
        "All": "3", "Mine": "1", "Unassigned": "2", "New Lead": "1", "Hot Lead": "0", "Payment": "1", "Customer": "0", "Desk": "0",
    }  # fmt: skip
    assert "3 open" in page


def test_i4_a_row_says_who_by_which_channel_at_which_stage_and_what_came_last(
    server: WebServer, cast: Cast
) -> None:
    channel = new_channel(cast.owner.workspace)
    marta = somebody(channel, "Marta", "Hi", "Is it <b>oak</b>?")
    client = signed_in(server, cast.owner)
    page = client.get(inbox_of(cast.owner)).text
    for told in (
        "They wrote:",
        "Is it &lt;b&gt;oak&lt;/b&gt;?",
        "New Lead",
        "Bridge",
        "Unassigned",
        "2<span",
        " data-unread",
    ):
        assert told in page
    answer(marta, cast.agent, "It is")
    page = client.get(inbox_of(cast.owner)).text
    for told in ("We wrote:", "It is", "Ada Agent"):
        assert told in page
    assert " data-unread" not in page
    assert "<script>" not in page
    assert " style=" not in page


# Ada was answered after all had written: hers is the newest message.
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Ada", "Dora", "Cleo", "Bea"]),
        ("?sort=oldest", ["Bea", "Cleo", "Dora", "Ada"]),
        ("?sort=longest_waiting", ["Bea", "Cleo", "Dora", "Ada"]),
        ("?sort=longest_open", ["Ada", "Bea", "Cleo", "Dora"]),
        ("?sort=nonsense&status=nonsense&stage=nonsense&after=nonsense", ["Ada", "Dora", "Cleo", "Bea"]),
        ("?stage={Payment}", ["Bea"]),
        ("?stage={Payment}&stage={Cold Lead}", ["Cleo", "Bea"]),
        ("?stage=none", ["Dora"]),
        ("?stage=none&stage={Payment}", ["Dora", "Bea"]),
        ("?unreplied=1", ["Dora", "Cleo", "Bea"]),
        ("?assignee=none", ["Dora", "Cleo", "Bea"]),
        ("?assignee={agent}", ["Ada"]),
        ("?channel={channel}", ["Ada", "Dora", "Cleo", "Bea"]),
        ("?search=CLE", ["Cleo"]),
        ("?search=nobody", []),
        ("?status=closed", ["Eva"]),
        ("?status=snoozed", []),
    ],
)
def test_i3_the_address_filters_and_sorts(
    server: WebServer, cast: Cast, query: str, wanted: list[str]
) -> None:
    workspace = cast.owner.workspace
    channel = new_channel(workspace)
    ada, bea, cleo, dora, eva = (somebody(channel, name) for name in ("Ada", "Bea", "Cleo", "Dora", "Eva"))
    answer(ada, cast.agent)
    for contact, stage in ((bea, "Payment"), (cleo, "Cold Lead"), (dora, "")):
        put(contact, stage)
    close_conversation(eva, by=robot(workspace))
    ids = {stage: str(stage_named(workspace, stage).id) for stage in ("Payment", "Cold Lead")}
    asked = query.format(**ids, agent=cast.agent.id, channel=channel.id)
    client = signed_in(server, cast.owner)
    assert names(client.get(inbox_of(cast.owner) + asked).text) == wanted
    part = client.get(inbox_of(cast.owner, "/all/rows") + asked, headers={"HX-Request": "true"})
    assert names(part.text) == wanted


def test_i3_the_menus_are_links_that_keep_what_else_is_asked(server: WebServer, cast: Cast) -> None:
    somebody(new_channel(cast.owner.workspace), "Ada")
    stage = stage_named(cast.owner.workspace, "Payment").id
    page = signed_in(server, cast.owner).get(inbox_of(cast.owner, f"/all?stage={stage}&sort=oldest")).text
    links = re.findall(r'href="([^"]*/inbox/all[^"]*)"', page)
    assert inbox_of(cast.owner, f"/all?status=closed&amp;stage={stage}&amp;sort=oldest") in links
    assert inbox_of(cast.owner, f"/all?stage={stage}&amp;unreplied=1&amp;sort=oldest") in links
    assert inbox_of(cast.owner, "/all?sort=oldest") in links, "pressed again, a stage is wanted no more"


def test_each_inbox_shows_what_is_in_it(server: WebServer, cast: Cast) -> None:
    channel = new_channel(cast.owner.workspace)
    ada, bea, cleo = (somebody(channel, name) for name in ("Ada", "Bea", "Cleo"))
    assign_contact(ada, to=cast.agent, by=robot(cast.owner.workspace))
    assign_contact(bea, to=cast.owner, by=robot(cast.owner.workspace))
    put(bea, "Payment")
    put(cleo, "Cold Lead")
    client = signed_in(server, cast.agent)
    payment, lost = (stage_named(cast.owner.workspace, name).id for name in ("Payment", "Cold Lead"))
    boxes = {
        "all": ["Cleo", "Bea", "Ada"],
        "mine": ["Ada"],
        "unassigned": ["Cleo"],
        f"stage-{payment}": ["Bea"],
    }
    for box, wanted in boxes.items():
        assert names(client.get(inbox_of(cast.agent, f"/{box}")).text) == wanted
    for none in (f"stage-{lost}", "stage-1", "nonsense"):
        assert client.get(inbox_of(cast.agent, f"/{none}")).status_code == 404


@pytest.mark.parametrize("part", ["owner", "manager", "agent", "mine_only", "team_only"])
def test_each_sees_and_counts_only_their_own(server: WebServer, cast: Cast, part: str) -> None:
    """A restricted agent's lists and counts cover what they may see, what they were mentioned about included."""
    channel = new_channel(cast.owner.workspace)
    seen = {"Free": None, "Mine": cast.mine_only, "Team": cast.agent, "Called": cast.owner}
    for name, assignee in seen.items():
        contact = somebody(channel, name)
        assign_contact(contact, to=assignee, by=robot(cast.owner.workspace))
        if name == "Called":
            comment(contact, "Look", mentions=[cast.mine_only.id], by=robot(cast.owner.workspace))
    member: Member = getattr(cast, part)
    wanted = {"mine_only": ["Called", "Mine"], "team_only": ["Team"]}.get(part, sorted(seen))
    page = signed_in(server, member).get(inbox_of(member)).text
    assert sorted(names(page)) == wanted
    assert counts(page)["All"] == str(len(wanted))


def test_empty_lists_say_what_to_do_next(server: WebServer, cast: Cast) -> None:
    client = signed_in(server, cast.agent)
    assert "No conversations yet" in client.get(inbox_of(cast.agent)).text
    channel = new_channel(cast.owner.workspace)
    ada, bea = somebody(channel, "Ada"), somebody(channel, "Bea")
    mine = client.get(inbox_of(cast.agent, "/mine")).text
    assert "Nothing is assigned to you" in mine
    assert "2 conversations wait for somebody to take them." in mine
    assert f'href="{inbox_of(cast.agent, "/unassigned")}">See Unassigned (2)' in mine
    nothing = client.get(inbox_of(cast.agent, "/all?search=nobody")).text
    assert "Nothing matches" in nothing
    assert f'href="{inbox_of(cast.agent)}">Clear the filter' in nothing
    for contact in (ada, bea):
        close_conversation(contact, by=robot(cast.owner.workspace))
    assert "All done" in client.get(inbox_of(cast.agent)).text
    assert "Everyone has an assignee" in client.get(inbox_of(cast.agent, "/unassigned")).text
    assert "Nothing is snoozed" in client.get(inbox_of(cast.agent, "/all?status=snoozed")).text


def test_a_new_workspace_is_shown_how_to_try_it(server: WebServer, cast: Cast) -> None:
    workspace = set_up_workspace(name="Studio Blu", slug=f"{cast.owner.workspace.slug}-new")
    owner = call_the_cast(workspace, cast.owner.workspace).owner
    page = signed_in(server, owner).get(inbox_of(owner)).text
    chat = website_chats(workspace.id)[0]
    assert f'href="{hosted_path(chat)}" target="_blank" rel="noopener">Try it: write as a customer' in page


def test_more_rows_follow_by_a_link_and_by_scrolling(server: WebServer, cast: Cast) -> None:
    channel = new_channel(cast.owner.workspace)
    for number in range(52):
        somebody(channel, f"N{number:02}")
    client = signed_in(server, cast.owner)
    first = client.get(inbox_of(cast.owner)).text
    assert names(first) == [f"N{number:02}" for number in range(51, 1, -1)]
    page, part = (re.search(rf'{name}="([^"]*after=[^"]*)"', first) for name in ("href", "hx-get"))
    assert page
    assert part
    rest = client.get(page[1].replace("&amp;", "&")).text
    assert names(rest) == ["N01", "N00"]
    assert "Back to the top" in rest
    scrolled = client.get(part[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).text
    assert names(scrolled) == ["N01", "N00"]
    assert "list-more" not in scrolled
    # When something happens, the list is fetched with as many rows as it shows.
    again = client.get(inbox_of(cast.owner, "/all/rows?rows=52"), headers={"HX-Request": "true"}).text
    assert len(names(again)) == 52


def test_l2_where_stages_are_hidden_there_is_no_trace_of_them(server: WebServer, cast: Cast) -> None:
    marta = somebody(new_channel(cast.owner.workspace), "Marta")
    client = signed_in(server, cast.owner)
    box = f"stage-{stage_named(cast.owner.workspace, 'New Lead').id}"
    assert "Lifecycle" in client.get(page_of(marta, cast.owner)).text
    assert client.get(inbox_of(cast.owner, f"/{box}")).status_code == 200
    Lifecycle.objects.filter(workspace=cast.owner.workspace).update(show=False)
    page = client.get(page_of(marta, cast.owner)).text
    assert "Marta" in page
    for word in ("New Lead", "Lifecycle", "Any stage", "No stage", "data-stage-picker", "stagebar"):
        assert word not in page, word
    assert client.get(inbox_of(cast.owner, f"/{box}")).status_code == 404


@pytest.mark.parametrize("part", ["owner", "mine_only", "team_only"])
def test_a_list_asks_as_much_for_one_row_as_for_thirty(cast: Cast, part: str) -> None:
    member: Member = getattr(cast, part)
    channel = new_channel(cast.owner.workspace)
    browser = Client()
    for name, value in cookies_of(member).items():
        browser.cookies[name] = value

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            for address in ("/all", "/all/rows"):
                assert browser.get(inbox_of(member, address)).status_code == 200
        return len(queries)

    def write(name: str) -> None:
        contact = somebody(channel, name)
        assign_contact(contact, to=cast.mine_only, by=robot(contact.workspace))
        comment(contact, "Look", mentions=[cast.team_only.id], by=robot(contact.workspace))
        answer(contact, cast.owner)

    write("N00")
    asked()  # the first visit notes the day
    one = asked()
    for number in range(1, 30):
        write(f"N{number:02}")
    assert asked() == one
    assert one < 40


def test_parts_of_the_page_are_what_the_page_shows(server: WebServer, cast: Cast) -> None:
    """Each live region is fetched again from its own address: the same view, the same words."""
    marta = somebody(new_channel(cast.owner.workspace), "Marta")
    client = signed_in(server, cast.owner)
    page = client.get(page_of(marta, cast.owner)).text
    regions = re.findall(r'id="([\w-]+)"[^>]*?data-live="[^"]*"[^>]*?data-src="([^"]*)"', page, re.DOTALL)
    assert {name for name, _src in regions} >= {
        "sidebar-boxes",
        "list",
        "thread",
        "contact-pane",
    }
    for name, src in regions:
        part = client.get(src.replace("&amp;", "&"), headers={"HX-Request": "true"})
        assert part.status_code == 200
        assert f'id="{name}"' in part.text
        assert "<html" not in part.text


def test_a_filter_is_fetched_as_a_pane_of_its_own(server: WebServer, cast: Cast) -> None:
    marta = somebody(new_channel(cast.owner.workspace), "Marta")
    client = signed_in(server, cast.owner)
    address = inbox_of(cast.owner, f"/all/list?sort=oldest&selected={marta.id}")
    pane = client.get(address, headers={"HX-Request": "true"}).text
    assert 'aria-current="true"' in pane
    assert "Sort: Oldest" in pane
    assert about(marta, cast.owner, "") not in pane
