"""Codes of an authenticator app, each for one use."""

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class _OnceForm(forms.BaseAuthenticateForm):
    """Where a code is given."""

    def clean_code(self) -> str:
        """The code. Raises ValidationError, for a wrong one and a used one alike."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            _use(code, of=self.authenticator)
        return code


class AuthenticateForm(_OnceForm, forms.AuthenticateForm):
    """The code that is asked for at signing in."""


class ReauthenticateForm(_OnceForm, forms.ReauthenticateForm):
    """The code that somebody who is in is asked for once more."""


def _use(code: str, *, of: Authenticator) -> None:
    """allauth keeps a code as used for half a minute, but it is good for as long again on either side of that."""
    good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    if not cache.add(f"signin.code:{of.user_id}:{''.join(code.split())}", "used", timeout=good_for):
        raise get_adapter().validation_error("incorrect_code")
