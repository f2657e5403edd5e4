"""Getting started: the steps that one can take, each ticked by what is so; put away for oneself alone."""

import re

from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.core.lifecycle.actions.settle import settle_stages
from tests.cast import Cast
from tests.core.acts import arrive, message
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, restrict, text_of


def states_of(page: str) -> dict[str, str]:
    """Each step with its state."""
    return dict(re.findall(r'id="step-(\w+)" data-state="(\w+)"', page))


def test_steps_are_ticked_as_they_become_so(server: WebServer, cast: Cast) -> None:
    chat = create_channel(cast.owner.workspace, kind=WEBSITE_CHAT, name="Chat", settings={}).channel
    visitor = Visitor(server, cast.owner)
    page = text_of(visitor.get("start"))
    assert f'href="/chat/{chat.public_id}"' in page
    assert states_of(page) == {
        "write": "next",
        "answer": "ahead",
        "stages": "ahead",
        "invite": "done",
        "connect": "ahead",
    }
    arrive(chat, "visitor", message())
    settle_stages(by=actor_of(cast.owner, Via.PAGE))
    part = visitor.get("start_steps").text
    assert states_of(part)["write"] == states_of(part)["stages"] == "done"
    assert states_of(part)["answer"] == "next"
    assert "3 of 5 done" in part


def test_one_sees_only_the_steps_that_one_can_take(server: WebServer, cast: Cast) -> None:
    create_channel(cast.owner.workspace, kind=WEBSITE_CHAT, name="Chat", settings={})
    agent = text_of(Visitor(server, cast.agent).get("start"))
    assert set(states_of(agent)) == {"write", "answer"}
    manager = restrict(cast.manager, "restrict_space_setting", "restrict_space_integration")
    assert set(states_of(text_of(Visitor(server, manager).get("start")))) == {"write", "answer", "invite"}


def test_keeping_the_stages_ticks_their_step(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    answer = visitor.post("settings_lifecycle_settlement", {"next": visitor.url("start")})
    assert states_of(visitor.after(answer))["stages"] == "done"
    assert Visitor(server, cast.agent).post("settings_lifecycle_settlement").status_code == 403


def test_put_away_it_is_away_for_this_member_alone(server: WebServer, cast: Cast) -> None:
    visitor, other = Visitor(server, cast.owner), Visitor(server, cast.manager)
    assert "Getting started" in visitor.get("start_link").text
    assert visitor.post("start_hiding", {"hide": "on"}).status_code == 303
    assert "Getting started" not in visitor.get("start_link").text
    assert "Getting started" in other.get("start_link").text
    assert "Show it in the Inbox again" in text_of(visitor.get("start"))
    visitor.post("start_hiding", {"hide": "off"})
    assert "Getting started" in visitor.get("start_link").text


def test_where_stages_are_hidden_nothing_speaks_of_them(server: WebServer, cast: Cast) -> None:
    """L2."""
    visitor = Visitor(server, cast.owner)
    visitor.post("settings_lifecycle_showing")
    assert "stages" not in states_of(text_of(visitor.get("start")))
