"""Codes of an authenticator app, each for one use."""

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class AuthenticateForm(forms.AuthenticateForm):
    """The code that is asked for at signing in."""

    def clean_code(self) -> str:
        """The code. Raises ValidationError, for a wrong one and a used one alike."""
        code: str = super().clean_code()
        _use(self.authenticator, code)
        return code


class ReauthenticateForm(forms.ReauthenticateForm):
    """The code that somebody who is in is asked for once more."""

    def clean_code(self) -> str:
        """The code. Raises ValidationError, for a wrong one and a used one alike."""
        code: str = super().clean_code()
        _use(self.authenticator, code)
        return code


def _use(authenticator: Authenticator, code: str) -> None:
    """allauth keeps a code as used for half a minute, but it is good for as long again on either side of that."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    key = f"signin.code:{authenticator.user_id}:{''.join(code.split())}"
    if not cache.add(key, "used", timeout=good_for):
        raise get_adapter().validation_error("incorrect_code")
