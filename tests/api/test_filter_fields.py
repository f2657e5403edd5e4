"""What the API's filter can ask beyond the standard fields of the contract it follows."""

import httpx

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.field_rules import field_key
from tests.core.acts import new_contact, new_field, robot
from tests.support.refusals import refused


def _listed(api: httpx.Client, name: str, operator: str, value: object = None) -> list[str]:
    condition = {"category": "contactField", "field": name, "operator": operator, "value": value}
    answer = api.post("/v2/contact/list", json={"filter": {"$and": [condition]}})
    assert answer.status_code == 200, answer.text
    return sorted(contact["firstName"] for contact in answer.json()["items"])


def test_a_custom_field_by_name_or_slug(api: httpx.Client, workspace: Workspace) -> None:
    """C6: it filters as a standard one does, and the refusal of an unknown one names it among those there are."""
    field = new_field(workspace, "text", "Kind of wood")
    new_contact(workspace, first_name="Ana")
    bruno = new_contact(workspace, first_name="Bruno")
    edit_contact(bruno, {field_key(field.id): "Noce scuro"}, workspace=workspace, by=robot(workspace))
    for name in ("kind of WOOD", "kind_of_wood"):
        assert _listed(api, name, "isEqualTo", "noce SCURO") == ["Bruno"]
        assert _listed(api, name, "doesNotExist") == ["Ana"]
        assert _listed(api, name, "contains", "noce") == ["Bruno"]
    unknown = {"category": "contactField", "field": "metal", "operator": "exists"}
    answer = api.post("/v2/contact/list", json={"filter": {"$and": [unknown]}})
    refused(answer, 400, "metal", "kind_of_wood")


def test_days_ago(api: httpx.Client, workspace: Workspace) -> None:
    """C3: more or less than so many days ago."""
    new_contact(workspace, first_name="Ana")
    assert _listed(api, "created_at", "isLessThanDaysAgo", 1) == ["Ana"]
    assert _listed(api, "created_at", "isMoreThanDaysAgo", "1") == []
