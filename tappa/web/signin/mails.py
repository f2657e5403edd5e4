"""The words of the mails around an account, by the names under which allauth asks for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tappa.core.accounts.models import User
from tappa.web.shell.mail import mail_address
from tappa.web.shell.reader import in_words

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and text."""

    subject: str
    text: str


def mail_for(name: str, request: HttpRequest, context: Context) -> Mail:
    """The mail of this name, in the language of the user it is about, else of the page."""
    user = context.get("user") or request.user
    language = user.language if isinstance(user, User) else translation.get_language()
    with in_words(language):
        if name in _LETTERS:
            return _LETTERS[name](context)
        return _notice(_NOTICES[name]())


def _confirm(context: Context) -> Mail:
    link = mail_address(context["activate_url"])
    text = _(
        "Confirm that this is your e-mail address:\n%(link)s\n\nIf you did not give it to Tappa, ignore this mail."
    )
    return Mail(_("Confirm your e-mail"), text % {"link": link})


def _new_password(context: Context) -> Mail:
    link = mail_address(context["password_reset_url"])
    text = _(
        "Choose a new password here:\n%(link)s\n\nIf you did not ask for it, ignore this mail: your password stays as it is."
    )
    return Mail(_("Choose a new password"), text % {"link": link})


def _no_account(context: Context) -> Mail:
    link = mail_address(context["signup_url"])
    text = _(
        "Somebody, perhaps you, asked for a new password for this address. There is no account with it.\n\nYou can sign up here:\n%(link)s"
    )
    return Mail(_("There is no account with this e-mail"), text % {"link": link})


def _account_exists(context: Context) -> Mail:
    text = _(
        "Somebody, perhaps you, tried to sign up with this address. There is an account with it already.\n\n"
        "Sign in here:\n%(link)s\n\nIf you do not know your password any more, choose a new one:\n%(reset)s"
    )
    links = {
        "link": mail_address(reverse("account_login")),
        "reset": mail_address(context["password_reset_url"]),
    }
    return Mail(_("You have an account already"), text % links)


def _notice(what: str) -> Mail:
    text = _(
        "%(what)s\n\nIf that was not you, choose a new password at once and look at how you sign in:\n%(link)s"
    )
    link = mail_address(reverse("mfa_index"))
    return Mail(_("Your account was changed"), text % {"what": what, "link": link})


_LETTERS: Final[dict[str, Callable[[Context], Mail]]] = {
    "account/email/email_confirmation": _confirm,
    "account/email/email_confirmation_signup": _confirm,
    "account/email/password_reset_key": _new_password,
    "account/email/unknown_account": _no_account,
    "account/email/account_already_exists": _account_exists,
}
_NOTICES: Final[dict[str, Callable[[], str]]] = {
    "account/email/password_changed": lambda: _("The password of your account was changed."),
    "account/email/password_reset": lambda: _("A new password was chosen for your account."),
    "account/email/password_set": lambda: _("A password was chosen for your account."),
    "account/email/email_changed": lambda: _("The e-mail of your account was changed."),
    "account/email/email_confirm": lambda: _("The e-mail of your account was confirmed."),
    "account/email/email_deleted": lambda: _("An e-mail was removed from your account."),
    "mfa/email/totp_activated": lambda: _("An authenticator app was turned on for your account."),
    "mfa/email/totp_deactivated": lambda: _("The authenticator app was turned off for your account."),
    "mfa/email/webauthn_added": lambda: _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": lambda: _("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": lambda: _("New recovery codes were made for your account."),
}
