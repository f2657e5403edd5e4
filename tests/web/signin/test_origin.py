"""A form counts only from our own pages, also where another page has got hold of its token."""

from collections.abc import Mapping

import httpx
import pytest

from tappa.core.accounts.models import User
from tests.cast import Cast
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.signin.conftest import HTTPS_URL
from tests.web.signin.forms import is_in, log_in
from tests.web.signin.test_profile import CHOSEN

EVIL = "https://evil.example"
HTTPS = {"X-Forwarded-Proto": "https"}
FOREIGN = {
    "another origin": {"Origin": EVIL},
    "an origin without a name": {"Origin": "null"},
    "our host at another port": {"Origin": "http://127.0.0.1:1"},
    "our name as the beginning of theirs": {"Origin": f"{HTTPS_URL}.evil.example"},
    "our name without https": {"Origin": "http://tappa.example"},
    "another origin, our page": {"Origin": EVIL, "Referer": f"{HTTPS_URL}/profile"},
    "https, another page": HTTPS | {"Referer": f"{EVIL}/"},
    "https, a page without https": HTTPS | {"Referer": "http://tappa.example/profile"},
    "https, no page": HTTPS,
    "https, another origin": HTTPS | {"Origin": EVIL},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_a_form_from_elsewhere_changes_nothing(
    public: WebServer, cast: Cast, headers: Mapping[str, str]
) -> None:
    """With a good session and a good token."""
    assert _rename(public, cast, headers) == (403, "Ada Agent")
    browser = signed_in(public, cast.agent)
    assert browser.post("/account/logout", headers=dict(headers)).status_code == 403
    assert is_in(browser)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_our_own_address_and_the_public_one_count(public: WebServer, cast: Cast, scheme: str) -> None:
    """The proxy may tell our name or not, and whether it came by https or not."""
    own = f"{scheme}://{httpx.URL(public.url).netloc.decode()}"
    told = {"X-Forwarded-Proto": scheme}
    for headers in (
        told | {"Origin": own},
        told | {"Origin": HTTPS_URL},
        told | {"Referer": f"{own}/profile"},
        told | {"Referer": f"{HTTPS_URL}/profile"},
        told | {"Origin": f"{scheme}://other.example", "Host": "other.example"},
    ):
        assert _rename(public, cast, headers) == (303, CHOSEN["name"]), headers
        User.objects.filter(id=cast.agent.user_id).update(name="Ada Agent")


def test_nobody_is_signed_in_from_elsewhere(public: WebServer, cast: Cast) -> None:
    """Whoever were would work in the account of another."""
    for origin, status in ((EVIL, 403), ("null", 403), (public.url, 302)):
        browser = anonymous(public)
        browser.headers["Origin"] = origin
        assert log_in(browser, cast.agent.user.email).status_code == status


def _rename(public: WebServer, cast: Cast, headers: Mapping[str, str]) -> tuple[int, str]:
    """What the form of the profile is answered, and the name afterwards. Each time in a fresh browser: it would not send
    the Secure cookies of an answer again without https."""
    answer = signed_in(public, cast.agent).post("/profile", data=CHOSEN, headers=dict(headers))
    return answer.status_code, User.objects.get(id=cast.agent.user_id).name
