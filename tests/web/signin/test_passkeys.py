"""Passkeys, in a real browser with an authenticator of its own: made, used to sign in, removed."""

from playwright.sync_api import Page, expect

from tests.cast import PASSWORD, Cast
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer


def with_authenticator(page: Page) -> None:
    """Give the window a device that keeps passkeys and always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def by_name(server: WebServer) -> WebServer:
    """The same server as browsers want it for passkeys: by a name, which an address is not."""
    return WebServer(server.url.replace("127.0.0.1", "localhost"), server.log)


def test_a_passkey_is_made_and_signs_in_by_itself(server: WebServer, cast: Cast, windows: Windows) -> None:
    local = by_name(server)
    page = windows.open(local.url)
    with_authenticator(page)
    sign_in(page, local, cast.agent)
    page.goto("/account/security")
    page.get_by_role("link", name="Add").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/account/security")
    expect(page.get_by_text("My laptop")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/account/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/w/*/inbox**")
    page.goto("/account/security")
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("My laptop")).to_have_count(0)


def test_after_the_password_a_passkey_is_asked_for(server: WebServer, cast: Cast, windows: Windows) -> None:
    local = by_name(server)
    page = windows.open(local.url)
    with_authenticator(page)
    sign_in(page, local, cast.owner)
    page.goto("/account/passkeys/new")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/account/login")
    page.get_by_label("E-mail").fill(cast.owner.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/w/*/inbox**")


def test_a_browser_that_gives_no_passkey_says_so(server: WebServer, windows: Windows) -> None:
    page = windows.open(by_name(server).url)
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('no'))")
    page.goto("/account/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("gave no passkey")


def test_without_scripts_one_signs_in_by_password(server: WebServer, cast: Cast, windows: Windows) -> None:
    page = windows.open(server.url, scripts=False)
    page.goto("/account/login")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_label("E-mail").fill(cast.agent.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/w/*/inbox**")


def test_the_browser_tells_its_time_zone(server: WebServer, windows: Windows) -> None:
    page = windows.open(server.url, zone="America/Lima", language="es")
    page.goto("/account/signup")
    assert page.locator("[name=time_zone]").input_value() == "America/Lima"
    assert page.locator("[name=language]").input_value() == "es"
