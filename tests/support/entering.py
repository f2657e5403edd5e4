"""Signing in as people do, by the form."""

from playwright.sync_api import Page


def sign_in_by_form(page: Page, email: str, password: str) -> None:
    """From the front door to one's workspace."""
    page.goto("/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/w/**")
