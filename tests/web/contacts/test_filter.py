"""The filter of Contacts over HTTP (C3, C5, L2, L14), as a browser without scripts uses it: forms and links."""

import re
from html import unescape

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.lifecycle.models import Lifecycle
from tappa.web.contacts.filtering.words import offered
from tests.cast import Cast
from tests.core.acts import new_contact, new_field
from tests.support.web import WebServer
from tests.web.contacts.filtering import NAMES, Table, four_people, shown, stage_id
from tests.web.settings.visits import Visitor, text_of


@pytest.fixture
def people(cast: Cast) -> Workspace:
    """Ada has bought, Bea pays, Cleo stands at no stage, Dora is lost."""
    four_people(cast.owner.workspace)
    return cast.owner.workspace


@pytest.fixture
def visitor(server: WebServer, cast: Cast) -> Visitor:
    return Visitor(server, cast.manager)


def test_c3_a_condition_is_made_by_choosing_a_field_and_then_values(
    people: Workspace, visitor: Visitor
) -> None:
    """C3, with forms and links alone."""
    table = Table(visitor)
    assert table.names == ["Ada", "Bea", "Cleo", "Dora"]
    fields = text_of(table.press("add "))
    for told in ("Contact", "Lifecycle", "Conversation", "Tags", "Ever at stage", "Last interaction"):
        assert told in fields
    editor = text_of(table.press("put-in ", field="stage"))
    assert re.findall(r'type="checkbox" name="value" value="(\d+)"', editor)[-1] == "0", (
        "none of them is last"
    )
    assert "No stage" in editor
    payment, customer = stage_id(people, "Payment"), stage_id(people, "Customer")
    chosen = table.press("put-in ", field="stage", operator="hasAnyOf", value=[str(payment), str(customer)])
    table = table.after(chosen)
    assert table.chips == [f"Stage | is any of | {shown(people, 'Payment')}, {shown(people, 'Customer')}"]
    assert table.names == ["Ada", "Bea"]
    table = table.after(table.press("put 0", field="stage", operator="hasNoneOf", value=[str(payment), "0"]))
    assert table.names == ["Ada", "Dora"]
    assert "No stage" in table.chips[0]
    table = table.after(table.press("remove 0"))
    assert (table.chips, table.names) == ([], ["Ada", "Bea", "Cleo", "Dora"])


def test_c3_conditions_are_joined_by_words_that_switch_and_stand_in_groups(
    people: Workspace, visitor: Visitor
) -> None:
    customer = stage_id(people, "Customer")
    table = Table(visitor, {"all": [["stage", "hasAnyOf", [customer]], ["name", "contains", ["ea"]]]})
    assert table.names == []
    table = table.after(table.press("switch "))
    assert table.names == ["Ada", "Bea"]
    assert re.findall(r'class="joiner"[^>]*>(\w+)<', table.page) == ["or"]
    table = table.after(table.press("enclose 1"))
    table = table.after(table.press("put-in 1", field="tag", operator="exists"))
    customer_chip = f"Stage | is any of | {shown(people, 'Customer')}"
    assert table.chips == [customer_chip, "Name | contains | ea", "Tags | is set"]
    assert re.findall(r'class="joiner"[^>]*>(\w+)<', table.page) == ["or", "and"]
    assert table.page.count('class="cond-group"') == 1
    table = table.after(table.press("remove 1.1"))
    assert table.page.count('class="cond-group"') == 0


@pytest.mark.parametrize(
    ("condition", "chip"),
    [
        (["name", "contains", ["ad"]], "Name | contains | ad"),
        (["email", "exists", []], "E-mail | is set"),
        (["email", "doesNotExist", []], "E-mail | is not set"),
        (["time_at_stage", "isGreaterThan", [30]], "Time at stage | more than | 30 days"),
        (["time_at_stage", "isBetween", [1, 30]], "Time at stage | between | 1 and 30 days"),
        (["last_interaction", "isMoreThanDaysAgo", [1]], "Last interaction | more than | 1 day ago"),
        (["created_at", "isTimestampBetween", ["2026-11-03", "2026-11-30"]], "Created | is between | 3 Nov 2026 and 30 Nov 2026"),
        (["created_at", "isEqualTo", ["2026-11-03"]], "Created | is on | 3 Nov 2026"),
        (["is_blocked", "isEqualTo", ["true"]], "Blocked | is | yes"),
        (["assignee", "hasAnyOf", [0]], "Assignee | is any of | Nobody"),
        (["country_code", "hasAnyOf", ["IT", "ES"]], "Country | is any of | Italy, Spain"),
        (["conversation_status", "isEqualTo", ["open"]], "Conversation status | is | Open"),
        (["country_code", "hasAnyOf", ["IT", "ES", "FR", "DE", "PT"]], "Country | is any of | Italy, Spain, France+2"),
    ],
)  # fmt: skip
def test_c3_a_chip_says_its_condition_in_words(
    people: Workspace, visitor: Visitor, condition: list[object], chip: str
) -> None:
    assert Table(visitor, {"all": [condition]}).chips == [chip]


def test_c3_the_words_are_those_of_the_language(people: Workspace, server: WebServer, cast: Cast) -> None:
    """Section 9."""
    for language, chip in (("it", "Fase | è tra | "), ("es", "Etapa | es cualquiera de | ")):
        cast.manager.user.language = language
        cast.manager.user.save(update_fields=["language"])
        shown = Table(
            Visitor(server, cast.manager), {"all": [["stage", "hasAnyOf", [stage_id(people, "Payment")]]]}
        )
        assert shown.chips[0].startswith(chip)


def test_what_was_not_given_or_is_wrong_is_told_in_the_editor(people: Workspace, visitor: Visitor) -> None:
    table = Table(visitor)
    for sent, told in (
        ({"field": "stage", "operator": "hasAnyOf"}, "Give 1 to 100 values"),
        ({"field": "created_at", "operator": "isEqualTo", "value": "1700-01-01"}, "must be written as"),
        ({"field": "time_at_stage", "operator": "isGreaterThan", "value": "9" * 400}, "number of days"),
        ({"field": "created_at", "operator": "isTimestampBetween", "value": ["2026-02-02", "2026-01-01"]}, "first value"),
    ):  # fmt: skip
        answer = table.press("put-in ", done="1", **sent)
        assert answer.status_code == 422
        assert told in unescape(answer.text)
    asked = table.press("put-in ", field="created_at", operator="isEqualTo")
    assert (asked.status_code, "aria-invalid" in asked.text) == (200, False), "not asked for yet"


def test_c3_every_field_has_an_editor_for_each_of_its_operators(people: Workspace, visitor: Visitor) -> None:
    """Also where none of the choices has an emoji, and where there is nothing to choose."""
    new_field(people, "list")
    catalogue = Catalogue(people.id)
    for key, field in catalogue.fields.items():
        for operator in offered(field):
            told = {"do": "put-in ", "field": key, "operator": operator.value, "step": "1"}
            for headers in ({}, {"HX-Request": "true"}):
                answer = visitor.browser.get(visitor.url("contacts_filter"), params=told, headers=headers)
                assert answer.status_code == 200, (key, operator, answer.text)


def test_an_operator_keeps_the_values_that_fit_it(people: Workspace, visitor: Visitor) -> None:
    customer = stage_id(people, "Customer")
    table = Table(visitor, {"all": [["stage", "hasAnyOf", [customer]]]})
    assert 'name="operator" value="hasNoneOf"' in text_of(table.press("operator 0"))
    table = table.after(table.press("put 0", field="stage", operator="hasNoneOf", value=str(customer)))
    assert table.names == ["Bea", "Cleo", "Dora"]
    table = table.after(table.press("put 0", field="stage", operator="doesNotExist", value=str(customer)))
    assert table.names == ["Cleo"]
    assert 'name="value"' in text_of(table.press("put 0", field="stage", operator="isEqualTo"))


def test_l14_what_is_gone_is_shown_with_its_reason_and_can_be_replaced(
    people: Workspace, visitor: Visitor
) -> None:
    table = Table(
        visitor, {"all": [["stage", "hasAnyOf", [9_007_199_254_740_000]], ["shoe", "isEqualTo", [1]]]}
    )
    assert table.names == []
    assert table.chips == ["This stage is gone.", "This field is gone."]
    assert table.page.count('data-state="broken"') == 2
    assert "This filter is broken" in table.page
    table = table.after(table.press("remove 1"))
    table = table.after(table.press("put 0", field="name", operator="contains", value="ada"))
    assert table.names == ["Ada"]


@pytest.mark.parametrize(
    "word", ['{"all":[["stage","hasAn', "[" * 20_000, "x" * 20_000, '{"all":[null]}', "3"]
)
def test_l14_an_address_that_was_cut_finds_nobody_and_says_so(
    people: Workspace, visitor: Visitor, word: str
) -> None:
    page = text_of(visitor.browser.get(visitor.url("contacts"), params={"filter": word}))
    assert re.findall(NAMES, page, re.DOTALL) == []
    assert 'data-state="broken"' in page


def test_addresses_from_before_are_read_as_a_filter(people: Workspace, visitor: Visitor) -> None:
    """Bookmarks name stages by themselves."""
    payment = stage_id(people, "Payment")
    page = text_of(
        visitor.browser.get(visitor.url("contacts"), params={"stage": [str(payment), "none"], "sort": "name"})
    )
    assert re.findall(NAMES, page, re.DOTALL) == ["Bea", "Cleo"]
    assert "filter=" in page
    assert "stage=" not in page
    gone = text_of(visitor.browser.get(visitor.url("contacts"), params={"stage": "9007199254740000"}))
    assert 'data-state="broken"' in gone
    assert re.findall(NAMES, gone, re.DOTALL) == []


def test_l2_where_stages_are_hidden_a_filter_by_them_is_not_told(people: Workspace, visitor: Visitor) -> None:
    """It still holds, as a segment's does; neither it nor the fields of stages are named."""
    Lifecycle.objects.filter(workspace=people).update(show=False)
    customer = stage_id(people, "Customer")
    table = Table(visitor, {"all": [["stage", "hasAnyOf", [customer]], ["name", "contains", ["a"]]]})
    assert table.names == ["Ada"]
    assert "A condition that is hidden here" in table.page
    fields = text_of(table.press("add "))
    for page in (table.page, fields):
        for trace in ("Customer", "Lifecycle", "Stage", "at stage"):
            assert trace not in page
    for do in ("value 0", "operator 0", "put-in "):
        assert "Customer" not in text_of(table.press(do, field="stage", operator="hasAnyOf"))
    assert table.after(table.press("remove 0")).names == ["Ada", "Bea", "Dora"]


@pytest.mark.parametrize(
    "do",
    [
        "",
        "x",
        "add 9",
        "value 0",
        "field 0.0.0",
        "put 7",
        "remove 99999999999999999999",
        "switch 0",
        "put \u0661",
    ],
)
def test_presses_that_make_no_sense_lead_back_to_the_table(
    people: Workspace, visitor: Visitor, do: str
) -> None:
    table = Table(visitor, {"all": []}, search="a")
    answer = table.visitor.browser.get(visitor.url("contacts_filter"), params={"do": do, "search": "a"})
    assert answer.status_code in {200, 303}
    if answer.status_code == 303:
        assert "search=a" in answer.headers["location"]


def test_fifty_conditions_make_no_page_of_megabytes(people: Workspace, visitor: Visitor) -> None:
    """And the fifty-first is not offered."""
    for number in range(60):
        new_contact(people, first_name=f"N{number}")
    conditions = [["name", "doesNotContain", [f"text number {number}"]] for number in range(50)]
    table = Table(visitor, {"all": conditions})
    assert len(table.names) == 50
    assert len(table.page) < 600_000
    assert "There can be 50 conditions and groups" in table.page
    assert len(table.after(table.press("put-in ", field="name", operator="exists")).chips) == 50


def test_a_filter_that_no_address_could_hold_is_refused(people: Workspace, visitor: Visitor) -> None:
    """The last condition is told so, and what there was stays."""
    conditions = [["name", "contains", ["ж" * 450]] for _number in range(5)]
    table = Table(visitor, {"all": conditions})
    answer = table.press("put-in ", field="name", operator="contains", value="ж" * 450, done="1")
    assert answer.status_code == 422
    assert "too long for an address" in answer.text
    assert len(table.after(table.press("put-in ", field="name", operator="exists")).chips) == 6
