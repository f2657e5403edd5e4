"""What the bench lists: contacts, as programs and people get them."""

import json
from functools import partial
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models.functions import Greatest
from django.utils import timezone

from tappa.api.field_values import Shown
from tappa.core.contacts.counting import count_contacts
from tappa.core.contacts.field_rules import field_key
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import write_address
from tappa.core.contacts.filters.terms import EVERYONE, Condition, Filter, Group, Operator, Value
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.lists import list_contacts
from tappa.core.contacts.models import Standing
from tappa.core.contacts.places import Place as TablePlace
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.lifecycle.queries import all_stages
from tappa.kernel.pages import Place
from tests.bench.operations import Ground, Operation, Request, lines, statements_of

PAGE = 50
ITEM = '"isBlocked":'  # of each contact in an answer of the API
ROW = 'id="contact-row-'
FAR = 10_000  # the page that is as fast as the first
# Three letters and more that names, e-mails and phones of the demo hold: many times, seldom, and never.
WORDS = ("mar", "ann", "rossi", "garcia", "example.org", "zzz")


def list_json(ground: Ground) -> Operation:
    """Fifty contacts of a stage, as a program gets them."""
    stage = ground.stages[0]
    condition = {"category": "lifecycle", "operator": "isEqualTo", "value": stage.name}
    body = json.dumps({"filter": {"$and": [condition]}})
    where, place = asking(ground, ("stage", Operator.IS, stage.id)), Place(limit=PAGE)
    ask = partial(told, ground, place=place, where=where)
    request = Request("POST", f"/v2/contact/list?limit={PAGE}", ground.api, body)
    return Operation("list by stage, JSON", [request], lines(statements_of(ask)), goal=0.1, row=ITEM)


def told(ground: Ground, **asked: Any) -> None:
    """What a program is told: the contacts, and what they have in custom fields."""
    rows = list_contacts(ground.workspace.id, reading=now(), **asked)
    Shown(ground.workspace.id, [row.id for row in rows])


def pages(ground: Ground) -> list[Operation]:
    """Pages of the table of contacts, as a person gets them, by the last message."""
    lost = ("stage", Operator.IS, ground.lost.id)
    plan = (field_key(ground.plan.id), Operator.IS, "Plus")
    long = ("time_at_stage", Operator.MORE_THAN, 30)
    tagged = ("tag", Operator.ANY_OF, ground.tag.id)
    silent = ("last_interaction", Operator.MORE_THAN_DAYS_AGO, 60)
    filters: dict[str, list[tuple[str, Operator, Value]]] = {
        "list by stage, HTML": [("stage", Operator.IS, ground.stages[0].id)],
        "by stage, tag and time at it, HTML": [lost, tagged, long],
        "by custom field, HTML": [plan],
        "by lost stage and last message, HTML": [lost, silent],
    }
    return [
        page(ground, "first page of all, HTML", EVERYONE),
        page(ground, "page 10,000 of all, HTML", EVERYONE, far_place(ground)),
        *(page(ground, name, asking(ground, *conditions)) for name, conditions in filters.items()),
    ]


def page(ground: Ground, name: str, where: Filter, place: str = "") -> Operation:
    """A page of the table."""
    query = TableQuery(Sort.LAST_INTERACTION, place=place, where=where, reading=now())
    stages = [stage.id for stage in all_stages(ground.workspace.id)]
    asked = {"filter": write_address(where), "place": place}
    address = f"/w/{ground.workspace.slug}/contacts?{urlencode({key: value for key, value in asked.items() if value})}"
    taken = statements_of(partial(read_table, ground.manager, query, stages=stages))
    return Operation(name, [Request("GET", address, ground.browser)], lines(taken), row=ROW)


def far_place(ground: Ground) -> str:
    """Where page 10,000 begins, of fewer contacts the page in the middle."""
    people = Standing.objects.filter(workspace=ground.workspace, is_deleted=False)
    written = people.annotate(last=Greatest("last_incoming_at", "last_outgoing_at")).filter(
        last__isnull=False
    )
    number = min((FAR - 1) * PAGE, written.count() // 2)
    contact, last = written.order_by("-last", "-contact_id").values_list("contact_id", "last")[number - 1]
    return TablePlace(backwards=False, part=1, key=last.isoformat(), id=contact, number=number).word()


def count_of_segment(ground: Ground) -> Operation:
    """How many a filter finds: exactly up to ten thousand, and about beyond."""
    where = asking(ground, (field_key(ground.plan.id), Operator.IS, "Plus"))
    address = f"/w/{ground.workspace.slug}/contacts/count?{urlencode({'filter': write_address(where)})}"
    taken = statements_of(partial(count_contacts, ground.manager, where=where, reading=now()))
    return Operation("count of a segment", [Request("GET", address, ground.browser)], lines(taken))


def search(ground: Ground) -> Operation:
    """The first fifty contacts whose name, e-mail or phone holds some letters."""
    request = Request("POST", f"/v2/contact/list?limit={PAGE}", ground.api, '{"search": "{word}"}')
    script = f"\\set word random(1, {len(WORDS)})\n"
    for number, word in enumerate(WORDS, start=1):
        ask = partial(told, ground, place=Place(limit=PAGE), search=word)
        script += f"\\if :word = {number}\n{lines(statements_of(ask))}\\endif\n"
    return Operation("search", [request], script, goal=0.4, slowest=100, words={"word": WORDS}, row=ITEM)


def asking(ground: Ground, *conditions: tuple[str, Operator, Value]) -> Filter:
    """A filter of conditions that must all hold."""
    known = Catalogue(ground.workspace.id).fields
    return Group(tuple(Condition(known[key], operator, (value,)) for key, operator, value in conditions))


def now() -> Reading:
    """Filters are read now, in UTC."""
    return Reading(ZoneInfo("UTC"), timezone.now())
