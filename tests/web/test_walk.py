"""Every address of the site, asked by everybody (section 8).

Who may is said once: by the permission on the view (core/accounts/grants.py) and by who sees the contact. What is
hidden from somebody answers to them, letter by letter, like what never was.
"""

from collections.abc import Iterator, Mapping

import pytest
from django.urls import reverse

from tappa.core.accounts.grants import Role, allowed
from tests.support.premises import EVERYBODY, SIGHT, Neighbours
from tests.support.routes import Route, routes
from tests.web.exceptions import FORMS, OPEN, STRICTER, Reach
from tests.web.walk import (
    KNOWN_PARTS,
    NAMING_NOTHING,
    NOWHERE,
    Walkers,
    is_about_a_contact,
    missing,
    values_of,
)

METHODS = ("GET", "POST")
SIGN_IN = reverse("account_login")
PAGES = [route for route in routes() if not route.is_api]
OF_MEMBERS = [route for route in PAGES if route.is_of_members]
OF_ALL = [route for route in PAGES if route.is_open]
# Whoever may gets something of these: a page, the way on, or a sentence about what they sent.
WELCOME = frozenset({200, 204, 301, 302, 303, 400, 409, 422})
NOT_THIS_METHOD = 405


@pytest.fixture(scope="module")
def walkers(around: Neighbours) -> Walkers:
    """The people."""
    return Walkers(around.cast)


def named(route: Route) -> str:
    return route.address or "/"


each_method = pytest.mark.parametrize("method", METHODS)
each_page_of_members = pytest.mark.parametrize("route", OF_MEMBERS, ids=named)


@pytest.mark.parametrize("route", PAGES, ids=named)
def test_every_part_of_an_address_has_an_example(route: Route) -> None:
    unknown = set(route.parts) - KNOWN_PARTS
    assert not unknown, f"{route.address}: give tests/web/walk.py an example of {', '.join(sorted(unknown))}"
    assert route.is_of_members or route.is_open


@each_method
@each_page_of_members
def test_who_may_is_let_in_and_nobody_else(
    route: Route, method: str, around: Neighbours, walkers: Walkers
) -> None:
    wrong = []
    for whose in SIGHT if is_about_a_contact(route) else ["nobody's"]:
        values = values_of(around.ours, whose)
        answers = {
            who: walkers.ask(who, method, route, values, form_of(route, around)).status for who in EVERYBODY
        }
        if set(answers.values()) == {NOT_THIS_METHOD}:
            continue
        wrong += [
            f"{method} {route.path(values)} ({whose}): {who} got {status}"
            for who, status in answers.items()
            if not fits(status, may=may(route, who, walkers), sees=sees(route, who, whose))
        ]
    assert not wrong, "\n".join(wrong)


@each_method
@each_page_of_members
def test_a_stranger_cannot_tell_a_workspace_from_none(
    route: Route, method: str, around: Neighbours, walkers: Walkers
) -> None:
    there, nowhere = values_of(around.ours), missing(route)
    answers = [
        walkers.ask("stranger", method, route, values)
        for values in (there, nowhere, there | {"slug": NOWHERE})
    ]
    assert all(answers[0].is_like(answer) for answer in answers[1:])
    assert answers[0].status in {404, NOT_THIS_METHOD}


@each_method
@each_page_of_members
def test_nobody_is_sent_to_sign_in_wherever_they_knock(
    route: Route, method: str, around: Neighbours, walkers: Walkers
) -> None:
    there, nowhere = values_of(around.ours), missing(route)
    answers = [walkers.ask("nobody", method, route, values) for values in (there, nowhere)]
    assert answers[0].is_like(answers[1])
    assert answers[0].status == NOT_THIS_METHOD or answers[0].location.startswith(f"{SIGN_IN}?next=/w/")


@each_method
@pytest.mark.parametrize(
    "route", [route for route in OF_MEMBERS if not NAMING_NOTHING.issuperset(route.parts)], ids=named
)
def test_what_is_hidden_is_like_what_never_was(
    route: Route, method: str, around: Neighbours, walkers: Walkers
) -> None:
    """Things of the other workspace for everybody, and contacts that a restricted agent may not see."""
    slug = {"slug": around.ours.workspace.slug}
    for who, hidden in hidden_things(route, around):
        answers = [
            walkers.ask(who, method, route, values | slug, form_of(route, around))
            for values in (hidden, missing(route))
        ]
        assert answers[0].is_like(answers[1]), f"{who} at {route.path(hidden | slug)}"
        assert answers[0].status in {403, 404, NOT_THIS_METHOD}


@each_method
@pytest.mark.parametrize("route", OF_ALL, ids=named)
def test_open_addresses_are_as_open_as_they_say(
    route: Route, method: str, around: Neighbours, walkers: Walkers
) -> None:
    assert route.address in OPEN, f"{route.address}: say in tests/web/exceptions.py whom it is open to"
    for who in ("nobody", *EVERYBODY, "stranger"):
        answer = walkers.ask(who, method, route, values_of(around.ours))
        assert answer.status < 500, f"{who}: {answer.body}"
        if OPEN[route.address] is Reach.SIGNED_IN and who == "nobody":
            assert answer.status == NOT_THIS_METHOD or answer.location.startswith(
                (f"{SIGN_IN}?next=/", f"{SIGN_IN}?next=%2F")
            ), answer
        if OPEN[route.address] is Reach.EVERYBODY and method == "GET":
            assert answer.status in {200, 302, 303, NOT_THIS_METHOD}, f"{who} got {answer.status}"


@pytest.mark.parametrize("route", PAGES, ids=named)
def test_a_form_of_another_site_is_refused(route: Route, around: Neighbours, walkers: Walkers) -> None:
    """Also where a page asks for something else than Django's token: a letterbox's own, the chat's own."""
    answer = walkers.ask("owner", "POST", route, values_of(around.ours), forged=True)
    assert answer.status in {400, 401, 403, NOT_THIS_METHOD}, answer


def test_exceptions_name_addresses_that_exist() -> None:
    assert OPEN.keys() <= {route.address for route in OF_ALL}
    assert STRICTER.keys() | FORMS.keys() <= {route.name for route in OF_MEMBERS}


def form_of(route: Route, around: Neighbours) -> Mapping[str, str]:
    """What to send there."""
    return FORMS[route.name](around.ours) if route.name in FORMS else {}


def may(route: Route, who: str, walkers: Walkers) -> bool:
    """Whether the table of roles lets them in, and what the page itself asks beyond it."""
    member = walkers.members[who]
    return allowed(Role(member.role), member.restrictions, route.permission) and who not in STRICTER.get(
        route.name, ()
    )


def sees(route: Route, who: str, whose: str) -> bool:
    """Whether they may see what the address names."""
    return not is_about_a_contact(route) or who in SIGHT[whose]


def fits(status: int, *, may: bool, sees: bool) -> bool:
    """Whether an answer is what this person should get."""
    if not may:
        return status == 403
    return status in WELCOME if sees else status == 404


def hidden_things(route: Route, around: Neighbours) -> Iterator[tuple[str, dict[str, object]]]:
    """Who, and the parts of something that they may not see."""
    yield from (("owner", values_of(around.theirs)), ("agent", values_of(around.theirs)))
    if is_about_a_contact(route):
        for whose, seen in SIGHT.items():
            yield from ((who, values_of(around.ours, whose)) for who in EVERYBODY if who not in seen)
