"""What allauth asks us: may one sign up, what is said on pages and in mails, which steps a sign-in has."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tappa.core.accounts.models import User
from tappa.kernel.secrets import seal, unseal
from tappa.web.shell.mail import send
from tappa.web.signin.mails import mail_for

TOTP: Final = "totp"

# What is said on the next page, by allauth's names; what is not here goes without saying.
SAID: Final = {
    "account/messages/email_confirmation_sent.txt": gettext_lazy("We sent a mail to %(email)s"),
    "account/messages/email_confirmed.txt": gettext_lazy("%(email)s is confirmed"),
    "account/messages/email_deleted.txt": gettext_lazy("%(email)s is removed"),
    "account/messages/password_changed.txt": gettext_lazy("Password changed"),
    "account/messages/primary_email_set.txt": gettext_lazy("E-mail changed"),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("New recovery codes made"),
    "mfa/messages/totp_activated.txt": gettext_lazy("Authenticator app turned on"),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Authenticator app turned off"),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Passkey added"),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Passkey removed"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, sign-in, passwords, addresses."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is not active."),
        "email_password_mismatch": gettext_lazy("E-mail and password do not fit together."),
        "email_taken": gettext_lazy("There is an account with this e-mail already. Sign in instead."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_code": gettext_lazy("This code is not right. Codes change every half minute."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "invalid_password_reset": gettext_lazy("This link was used or is too old. Ask for a new one."),
        "same_as_current": gettext_lazy("This is your e-mail already."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries that failed. Wait some minutes, then try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth names it
        """Whether strangers may sign up here (TAPPA_SIGN_UP)."""
        return settings.SIGN_UP_IS_OPEN

    def get_login_stages(self) -> list[str]:
        """What stands between the right password and being in."""
        return ["tappa.web.signin.stages.ConfirmAddress", "allauth.mfa.stages.AuthenticateStage"]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to where it was changed from."""
        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the mail of this name. A mail that the server does not take is told to the log."""
        mail = mail_for(template_prefix, self.request, context)
        send(email, subject=mail.subject, text=mail.text)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",  # noqa: ARG002  ours are addresses of Undo, and here is none
        message: str | None = None,
    ) -> None:
        """Say something on the next page."""
        text = message or SAID.get(message_template or "", "")
        if text:
            messages.add_message(request, level, str(text) % (message_context or {}))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor. Its secret is sealed, so that a copied database alone opens no account."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app, or of the recovery codes."""
        return seal(text, key=settings.SEALING_KEY, purpose=TOTP).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return unseal(bytes.fromhex(encrypted_text), key=settings.SEALING_KEY, purpose=TOTP)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  allauth names it
        """What a new passkey is called until it gets a name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}


def display_name(user: User) -> str:
    """What a passkey's own dialog calls the person."""
    return user.name
