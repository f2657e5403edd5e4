"""The address of a mail server is read, or refused with a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tappa.config.mail import Mail, read_smtp_url

PUBLIC = "https://tappa.example"


def test_without_an_address_mails_go_into_the_log() -> None:
    assert read_smtp_url("", public_url="") == Mail()
    assert "console" in Mail().backend


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "tls", "ssl"),
    [
        (
            "smtp://ana%40a.example:p%3Aw@mail.example:2525",
            "mail.example",
            2525,
            "ana@a.example",
            "p:w",
            True,
            False,
        ),
        ("smtp://ana:pw@mail.example", "mail.example", 587, "ana", "pw", True, False),
        ("smtps://ana:pw@mail.example", "mail.example", 465, "ana", "pw", False, True),
        ("smtp://127.0.0.1:25", "127.0.0.1", 25, "", "", False, False),
    ],
)
def test_an_address_is_read(
    url: str, host: str, port: int, user: str, password: str, tls: bool, ssl: bool
) -> None:
    mail = read_smtp_url(url, public_url=PUBLIC)
    assert (mail.host, mail.port, mail.user, mail.password) == (host, port, user, password)
    assert (mail.tls, mail.ssl) == (tls, ssl)
    assert "smtp" in mail.backend


@pytest.mark.parametrize("url", ["mail.example", "https://mail.example", "smtp://", "smtps:mail.example"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TAPPA_SMTP_URL must be"):
        read_smtp_url(url, public_url=PUBLIC)


def test_mails_that_leave_need_to_know_where_their_links_lead() -> None:
    with pytest.raises(ImproperlyConfigured, match="needs TAPPA_PUBLIC_URL"):
        read_smtp_url("smtp://127.0.0.1", public_url="")
