"""The stages are edited by a plain form, without scripts (L3 to L8, L10, L12)."""

import json

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.models import Standing
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import present_draft, stages_of
from tappa.core.lifecycle.rules import Kind
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.web import WebServer
from tests.web.settings.stages.forms import Editor


def names(workspace: Workspace, kind: Kind = Kind.LIFECYCLE) -> list[str]:
    """The stages of a kind, in order."""
    return [stage.name for stage in stages_of(workspace.id) if stage.kind == kind]


def test_names_descriptions_emoji_order_and_new_stages_are_saved_at_once(
    server: WebServer, cast: Cast
) -> None:
    """L4, L6, L8: nothing is saved before Save, everything by it."""
    workspace = cast.owner.workspace
    payment = stage_named(workspace, "Payment")
    editor = Editor(server, cast.owner)
    editor.type(f"name-{payment.id}", "  Pagamento ")
    editor.type(f"description-{payment.id}", "Sta pagando")
    editor.type(f"emoji-{payment.id}", "💶")
    assert editor.press(f"up:{payment.id}").status_code == 200
    assert editor.press("add:lost").status_code == 200
    editor.type("name-new-1", "Silent")
    assert names(workspace) == ["New Lead", "Hot Lead", "Payment", "Customer"], "a draft changes nothing"
    assert editor.press().status_code == 303
    assert "Lifecycle saved" in editor.page
    assert names(workspace) == ["New Lead", "Pagamento", "Hot Lead", "Customer"]
    assert names(workspace, Kind.LOST) == ["Cold Lead", "Silent"]
    payment.refresh_from_db()
    assert (payment.description, payment.emoji) == ("Sta pagando", "💶")


def test_default_won_and_kind_are_changed_by_the_menu(server: WebServer, cast: Cast) -> None:
    """L7, L11, L12."""
    workspace = cast.owner.workspace
    first, customer = stage_named(workspace, "New Lead"), stage_named(workspace, "Customer")
    editor = Editor(server, cast.manager)
    editor.press(f"kind:{first.id}")
    editor.press(f"won:{customer.id}")
    editor.press()
    draft = present_draft(workspace.id)
    assert draft.default is not None
    assert (draft.default.name, draft.won) == ("Hot Lead", None)
    assert names(workspace, Kind.LOST) == ["Cold Lead", "New Lead"]


def test_a_stage_is_recreated_among_the_lost_ones_and_the_old_one_deleted(
    server: WebServer, cast: Cast
) -> None:
    """L12, the way by hand: the same name may stand once in each kind; contacts follow."""
    workspace = cast.owner.workspace
    old = stage_named(workspace, "Payment")
    contact = new_contact(workspace, old)
    editor = Editor(server, cast.owner)
    editor.press("add:lost")
    editor.type("name-new-1", "Payment")
    assert editor.press().status_code == 303
    made = stages_of(workspace.id)[-1]
    assert (made.name, made.kind) == ("Payment", Kind.LOST)
    editor.browser.post(
        f"{editor.address}/stages/{old.id}/deletion", data={"where": "stage", "to": str(made.id)}
    )
    assert names(workspace) == ["New Lead", "Hot Lead", "Customer"]
    assert Standing.objects.get(workspace=workspace, contact=contact).stage_id == made.id


def test_a_suggestion_is_one_click(server: WebServer, cast: Cast) -> None:
    """L3."""
    editor = Editor(server, cast.owner)
    assert all(name in editor.page for name in ("Unqualified", "No response", "Lost to competitor"))
    assert 'value="suggest:Unqualified"' in editor.page
    editor.press("suggest:Unqualified")
    assert editor.value("name-new-1") == "Unqualified"
    assert editor.value("description-new-1") == "Does not meet the criteria: budget, needs"
    assert 'value="suggest:Unqualified"' not in editor.page
    editor.press()
    assert names(cast.owner.workspace, Kind.LOST) == ["Cold Lead", "Unqualified"]


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", "   ", "name must have 1 to 50 characters"),
        ("name", "x" * 51, "name must have 1 to 50 characters"),
        ("name", "\u200bHOT  lead", "Another stage of this kind has the name"),
        ("name", "a\x00b", "without control characters"),
        ("description", "x" * 256, "description must have at most 255 characters"),
        ("emoji", "🌱🌱", "emoji must be one emoji"),
        ("emoji", "A", "emoji must be one emoji"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    field: str, text: str, sentence: str, server: WebServer, cast: Cast
) -> None:
    """L4, L8."""
    workspace = cast.owner.workspace
    customer, payment = stage_named(workspace, "Customer"), stage_named(workspace, "Payment")
    editor = Editor(server, cast.owner)
    editor.type(f"{field}-{customer.id}", text)
    editor.type(f"name-{payment.id}", "Typed meanwhile")
    assert editor.press().status_code == 422
    assert sentence in editor.page
    assert f'aria-describedby="error-{field}-{customer.id}"' in editor.page
    assert editor.value(f"{field}-{customer.id}") == text
    assert editor.value(f"name-{payment.id}") == "Typed meanwhile"
    assert names(workspace) == ["New Lead", "Hot Lead", "Payment", "Customer"]


def test_at_twenty_both_buttons_are_off_and_say_why_and_the_21st_is_refused(
    server: WebServer, cast: Cast
) -> None:
    """L5."""
    editor = Editor(server, cast.owner)
    for number in range(15):
        editor.press("add:lost" if number % 2 else "add:lifecycle")
        editor.type(f"name-new-{number + 1}", f"Stage {number}")
    assert "20 of 20 stages" in editor.page
    for kind in Kind:
        assert f'data-add="{kind}" disabled' in editor.page
    assert "20 stages is the most, both kinds together." in editor.page
    editor.press("add:lost")
    editor.type("name-new-16", "One too many")
    assert editor.press().status_code == 422
    assert "There are at most 20 stages" in editor.page
    assert Stage.objects.filter(workspace=cast.owner.workspace).count() == 5


def test_the_second_to_save_is_told_what_the_first_changed_and_loses_nothing(
    server: WebServer, cast: Cast
) -> None:
    """L8, field by field, without scripts: one choice each where both changed the same."""
    workspace = cast.owner.workspace
    payment, hot = stage_named(workspace, "Payment"), stage_named(workspace, "Hot Lead")
    first, second = Editor(server, cast.owner), Editor(server, cast.manager)
    first.type(f"name-{payment.id}", "Theirs")
    first.type(f"description-{hot.id}", "What they wrote")
    first.press()
    second.type(f"name-{payment.id}", "Mine")
    second.type(f"emoji-{payment.id}", "💶")
    assert second.press().status_code == 409
    assert "Olga Owner saved other changes while you were editing" in second.page
    assert second.value(f"name-{payment.id}") == "Mine"
    assert second.value(f"pick-name-{payment.id}") == "yours"
    assert second.value(f"description-{hot.id}") == "What they wrote"
    assert names(workspace)[2] == "Theirs", "nothing is saved yet"
    second.type(f"pick-name-{payment.id}", "theirs")
    assert second.press().status_code == 303
    payment.refresh_from_db()
    assert (payment.name, payment.emoji) == ("Theirs", "💶")


def test_what_was_typed_into_a_stage_that_another_deleted_stays_as_a_new_one(
    server: WebServer, cast: Cast
) -> None:
    """L8: nothing typed is lost, and no stage comes back by itself."""
    workspace = cast.owner.workspace
    hot, payment = stage_named(workspace, "Hot Lead"), stage_named(workspace, "Payment")
    editor = Editor(server, cast.manager)
    editor.type(f"description-{payment.id}", "Typed for nothing?")
    for stage in (hot, payment):
        delete_stage(stage, move_to=None, by=actor_of(cast.owner, Via.PAGE))
    assert editor.press().status_code == 409
    assert "What you changed stays below as a new stage." in editor.page
    assert "It is gone." in editor.page
    assert editor.keys()[1] == f"new-of-{payment.id}"
    editor.press()
    assert names(workspace) == ["New Lead", "Payment", "Customer"]
    assert stage_named(workspace, "Payment").description == "Typed for nothing?"


def test_the_switch_turned_meanwhile_is_no_clash(server: WebServer, cast: Cast) -> None:
    """L2 and L8: nothing of the stages is another."""
    editor = Editor(server, cast.owner)
    editor.browser.post(f"{editor.address}/showing")
    editor.type(f"name-{stage_named(cast.owner.workspace, 'Payment').id}", "Paid")
    assert editor.press().status_code == 303
    assert names(cast.owner.workspace)[2] == "Paid"


@pytest.mark.parametrize(
    "change",
    [
        {"version": "x"},
        {"base": "{}"},
        {"base": "[" * 20_000},
        {"base": json.dumps({"version": 1, "rows": [{"key": "1", "kind": "won"}]})},
        {"kind": "lifecycle?"},
        {"key": "1"},
        {"key": "9" * 5_000},
        {"key": "new-\x00"},
    ],
)
def test_a_form_that_is_none_of_ours_is_refused_with_a_sentence(
    change: dict[str, str], server: WebServer, cast: Cast
) -> None:
    editor = Editor(server, cast.owner)
    for name, value in change.items():
        if name == "key":
            editor.fields.append(("key", editor.keys()[0] if value == "1" else value))
        else:
            editor.type(f"kind-{editor.keys()[0]}" if name == "kind" else name, value)
    answer = editor.press()
    assert answer.status_code == 400
    assert "Reload the page" in answer.text


def test_a_stage_of_another_workspace_is_none(server: WebServer, cast: Cast) -> None:
    """Nobody sees across: the strange id is refused like one that never was."""
    strange = stage_named(cast.stranger.workspace, "Payment")
    own = stage_named(cast.owner.workspace, "Payment")
    for id_ in (strange.id, 9_007_199_254_740_000):
        editor = Editor(server, cast.owner)
        text = json.dumps(editor.fields).replace(str(own.id), str(id_))
        editor.fields = [(name, value) for name, value in json.loads(text)]
        assert editor.press().status_code == 422
    strange.refresh_from_db()
    assert strange.name == "Payment"
