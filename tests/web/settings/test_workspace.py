"""The workspace's own settings, and the lifecycle switch, by forms without scripts."""

from tappa.core.lifecycle.queries import stages_are_shown
from tests.cast import Cast
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, text_of

GOOD = {"name": "Studio Blu", "language": "it", "time_zone": "Europe/Rome", "country_code": "IT"}


def test_the_workspace_is_renamed_and_the_page_says_so(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    page = visitor.after(visitor.post("settings_general", GOOD))
    assert "Workspace saved" in page
    assert 'value="Studio Blu"' in page
    cast.owner.workspace.refresh_from_db()
    assert (cast.owner.workspace.language, cast.owner.workspace.time_zone) == ("it", "Europe/Rome")


def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    answer = visitor.post("settings_general", {**GOOD, "name": "", "country_code": "DE"})
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="field-name-note"' in answer.text
    assert '<option value="DE" selected>' in answer.text
    answer = visitor.post("settings_general", {**GOOD, "time_zone": "Mars/Base"})
    assert answer.status_code == 422
    assert '<option value="Mars/Base" selected>' in answer.text


def test_the_switch_hides_and_shows(server: WebServer, cast: Cast) -> None:
    """L2."""
    visitor = Visitor(server, cast.owner)
    assert "Lifecycle stages are hidden" in visitor.after(visitor.post("settings_lifecycle_showing"))
    assert not stages_are_shown(cast.owner.workspace_id)
    assert "Lifecycle stages are hidden" in text_of(visitor.get("dashboard"))
    on = visitor.post("settings_lifecycle_showing", {"show": "on"})
    assert "Lifecycle stages are shown" in visitor.after(on)
    assert stages_are_shown(cast.owner.workspace_id)


def test_by_htmx_the_switch_tells_open_pages(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    browser = signed_in(server, cast.owner)
    answer = browser.post(visitor.url("settings_lifecycle_showing"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert '"names": "lifecycle"' in answer.headers["hx-trigger"]


def test_the_stages_stand_in_their_order(server: WebServer, cast: Cast) -> None:
    page = text_of(Visitor(server, cast.owner).get("settings_lifecycle"))
    names = ["New Lead", "Hot Lead", "Payment", "Customer", "Cold Lead"]
    places = [page.index(f'value="{name}" maxlength="50"') for name in names]
    assert places == sorted(places)
    assert "5 of 20 stages" in page
