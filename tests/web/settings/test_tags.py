"""Tags in the settings, by forms without scripts (C6)."""

import re

import pytest

from tappa.core.accounts.grants import Restriction
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.edit_tag import edit_tag
from tappa.core.contacts.actions.tag import add_tags, create_tags
from tappa.core.contacts.tag_checks import TagDefinition
from tappa.core.contacts.tags import tag_by_id, tags_in, tags_of
from tests.cast import Cast
from tests.core.acts import new_contact, robot
from tests.support.web import WebServer
from tests.web.settings.test_fields import shown_form
from tests.web.settings.visits import Visitor, restrict, text_of

BLANK = {"name": "", "description": "", "emoji": "", "hue": "0"}


def test_a_tag_is_added_changed_and_deleted(server: WebServer, cast: Cast) -> None:
    visitor, workspace = Visitor(server, cast.owner), cast.owner.workspace
    assert "No tag yet" in text_of(visitor.get("settings_tags"))
    form = BLANK | {"name": "Milan fair", "emoji": "🎪", "hue": "3", "description": "Met there"}
    page = visitor.after(visitor.post("settings_new_tag", form))
    assert "Tag Milan fair added" in page
    assert 'data-hue="3"' in page
    tag = tags_in(workspace.id).get()
    contact = new_contact(workspace)
    add_tags(contact, ["milan fair"], by=robot(workspace))
    part = text_of(visitor.get("settings_tags_part"))
    assert "<b>1</b><span>contact</span>" in part
    figure = re.search(r'class="stage-row__count" href="([^"]*)"', part)
    assert figure
    new_contact(workspace, first_name="Somebody else")
    table = text_of(visitor.browser.get(figure[1]))
    assert f'id="contact-row-{contact.id}"' in table, "the figure leads to its list"
    assert "Somebody else" not in table
    saved = visitor.post("settings_tag", form | {"name": "Fair"}, tag_id=tag.id)
    assert "Tag Fair saved" in visitor.after(saved)
    assert [each.name for each in tags_of(contact)] == ["Fair"]
    question = text_of(visitor.get("settings_tag_deletion", tag_id=tag.id))
    assert "1 contact carries it, and loses it." in question
    assert "Tag Fair deleted" in visitor.after(visitor.post("settings_tag_deletion", tag_id=tag.id))
    assert tags_of(contact) == []
    assert visitor.get("settings_tag", tag_id=tag.id).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "name must have 1 to 255 characters"),
        ({"name": "A", "emoji": "ab"}, "emoji must be one emoji"),
        ({"name": "A", "hue": "11"}, "hue must be 0 to 10"),
        ({"name": "A", "hue": "x"}, "hue must be 0 to 10"),
        ({"name": "A", "description": "x" * 256}, "description must have at most"),
        ({"name": "vip"}, "Another tag is named VIP already"),
    ],
)
def test_what_is_refused_is_said_at_its_field(
    wrong: dict[str, str], sentence: str, server: WebServer, cast: Cast
) -> None:
    create_tags(["VIP"], by=robot(cast.owner.workspace))
    answer = Visitor(server, cast.owner).post("settings_new_tag", BLANK | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert tags_in(cast.owner.workspace_id).count() == 1


def test_many_tags_are_searched_and_leafed_through(server: WebServer, cast: Cast) -> None:
    visitor, workspace = Visitor(server, cast.owner), cast.owner.workspace
    create_tags([f"Tag {number:03}" for number in range(120)] + ["100% sure"], by=robot(workspace))
    address = visitor.url("settings_tags")
    first = text_of(visitor.browser.get(address))
    last = text_of(visitor.browser.get(f"{address}?page=2"))
    assert ("Tag 000" in first, "Tag 119" in first) == (True, False)
    assert ("Tag 000" in last, "Tag 119" in last) == (False, True)
    assert "121 tags" in first
    found = text_of(visitor.browser.get(f"{address}?search=TAG+11"))
    assert ("Tag 115" in found, "Tag 005" in found) == (True, False)
    percent = text_of(visitor.browser.get(f"{address}?search=%25"))
    assert ("100% sure" in percent, "Tag 000" in percent) == (True, False), "no wildcard"
    for odd in ("page=x", "page=-1", "page=99999", "search=%00"):
        assert visitor.browser.get(f"{address}?{odd}").status_code in {200, 400}


def test_two_who_change_one_tag_the_second_is_told(server: WebServer, cast: Cast) -> None:
    visitor, by = Visitor(server, cast.owner), robot(cast.owner.workspace)
    tag = create_tag(TagDefinition(name="Fair"), by=by)
    seen = shown_form(text_of(visitor.get("settings_tag", tag_id=tag.id)))
    edit_tag(tag, TagDefinition(name="Trade fair", hue=4), by=by)
    told = visitor.post("settings_tag", BLANK | {"name": "Milan"} | seen, tag_id=tag.id)
    assert told.status_code == 422
    assert "name was changed meanwhile: it says Trade fair now" in told.text
    answer = visitor.post(
        "settings_tag", BLANK | {"name": "Fair", "description": "Met"} | seen, tag_id=tag.id
    )
    assert answer.status_code == 303
    stored = tag_by_id(cast.owner.workspace_id, tag.id)
    assert (stored.name, stored.hue, stored.description) == ("Trade fair", 4, "Met")


def test_who_may_not_change_settings_changes_no_tag(server: WebServer, cast: Cast) -> None:
    """Section 8: owners, and managers without `restrict_space_setting`; strangers get what never was."""
    tag = create_tag(TagDefinition(name="Fair"), by=robot(cast.owner.workspace))
    restricted = restrict(cast.manager, Restriction.SPACE_SETTING)
    for member, status in ((restricted, 403), (cast.agent, 403), (cast.mine_only, 403), (cast.stranger, 404)):
        visitor = Visitor(server, member)
        visitor.member = cast.owner  # its addresses
        assert visitor.post("settings_new_tag", BLANK | {"name": "X"}).status_code == status
        for name in ("settings_tag", "settings_tag_deletion"):
            assert visitor.get(name, tag_id=tag.id).status_code == status
            assert visitor.post(name, {"name": "X"}, tag_id=tag.id).status_code == status
    stranger = Visitor(server, cast.stranger)
    for name in ("settings_tag", "settings_tag_deletion"):
        assert stranger.post(name, {"name": "X"}, tag_id=tag.id).status_code == 404
    assert tag_by_id(cast.owner.workspace_id, tag.id).name == "Fair"
