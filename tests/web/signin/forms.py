"""What people type into the forms of signing in, and what they find in their mail."""

import re
import secrets
import time

import httpx

from tests.cast import PASSWORD
from tests.support.web import WebServer


def address() -> str:
    """An e-mail that nobody has."""
    return f"{secrets.token_hex(6)}@people.example"


def log_in(client: httpx.Client, email: str, password: str = PASSWORD, *, to: str = "") -> httpx.Response:
    """Send the form of signing in."""
    return client.post("/account/login", data={"login": email, "password": password, "next": to})


def sign_up(client: httpx.Client, email: str, **given: str) -> httpx.Response:
    """Send the form of signing up."""
    typed = {
        "name": "Ana Nova",
        "email": email,
        "password1": PASSWORD,
        "workspace_name": "Bottega Nova",
        "language": "en",
        "time_zone": "Europe/Rome",
    }
    return client.post("/account/signup", data=typed | given)


def is_in(client: httpx.Client) -> bool:
    """Whether somebody is signed in here."""
    return client.get("/profile").status_code == 200


def error_on(answer: httpx.Response) -> str:
    """The first thing that a form says is wrong."""
    found = re.search(r'(?:field__error"[^>]*>|role="alert">)<svg.*?</svg>(?:<span>)?([^<]+)<', answer.text)
    return found[1] if found else ""


def logged_mail(server: WebServer, email: str) -> str:
    """The newest mail to this address of a server that writes its mails into the log."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        mails = server.log.read_text().split("Content-Type: text/plain")
        for mail in reversed(mails):
            if f"To: {email}\n" in mail:
                return mail
        time.sleep(0.01)
    raise AssertionError(f"no mail to {email} in the log")


def path_in(text: str) -> str:
    """The path of the first link in a mail."""
    found = re.search(r"^(?:https?://[^/\s]+)?(/\S*)\r?$", text, re.MULTILINE)
    assert found, text
    return found[1]
