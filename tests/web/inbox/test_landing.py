"""Where one begins in the Inbox, and in which order Mine stands there (I3)."""

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.reply import reply
from tests.cast import Cast
from tests.core.acts import new_channel, robot
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import inbox_of, names, somebody


def test_an_agent_begins_with_mine_and_who_leads_with_all(server: WebServer, cast: Cast) -> None:
    begins = {"owner": "all", "manager": "all", "agent": "mine", "mine_only": "mine", "team_only": "mine"}
    for part, box in begins.items():
        member: Member = getattr(cast, part)
        landing = signed_in(server, member).get(inbox_of(member, ""))
        assert (landing.status_code, landing.headers["location"]) == (303, inbox_of(member, f"/{box}"))


def test_in_mine_those_who_wait_longest_come_first_and_the_answered_last(
    server: WebServer, cast: Cast
) -> None:
    """Nothing in the address says so; another order does."""
    channel = new_channel(cast.owner.workspace)
    ada, bea, cleo = (somebody(channel, name) for name in ("Ada", "Bea", "Cleo"))
    for contact in (ada, bea, cleo):
        assign_contact(contact, to=cast.agent, by=robot(cast.owner.workspace))
    reply(ada, {"type": "text", "text": "Yes"}, text="Yes", by=actor_of(cast.agent, Via.PAGE))
    client = signed_in(server, cast.agent)
    page = client.get(inbox_of(cast.agent, "/mine"))
    assert names(page.text) == ["Bea", "Cleo", "Ada"]
    assert "Sort: Longest waiting" in page.text
    assert names(client.get(inbox_of(cast.agent, "/mine?sort=newest")).text) == ["Ada", "Cleo", "Bea"]
    assert inbox_of(cast.agent, "/mine?sort=newest") in page.text
    assert "sort=longest_waiting" not in page.text, "what goes without saying is not said"
