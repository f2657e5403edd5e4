"""allauth's forms of passkeys. What a browser's authenticator says is looked at before allauth takes it apart: it expects
no nonsense, and anybody can send some."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from fido2.webauthn import AuthenticationResponse, RegistrationResponse


class CredentialField(forms.JSONField):
    """What an authenticator says, as JSON that `read` can read."""

    def __init__(self, read: Callable[[Any], object]) -> None:
        super().__init__(widget=forms.HiddenInput)
        self.read = read

    def to_python(self, value: Any) -> Any:
        """The credential. Raises ValidationError for anything else."""
        try:
            credential = super().to_python(value)
            self.read(credential)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return credential


class AddForm(passkeys.AddWebAuthnForm):
    """A passkey is made."""

    credential = CredentialField(RegistrationResponse.from_dict)


class LoginForm(passkeys.LoginWebAuthnForm):
    """A passkey signs in."""

    credential = CredentialField(AuthenticationResponse.from_dict)


class ReauthenticateForm(passkeys.ReauthenticateWebAuthnForm):
    """A passkey says that it is still the same person."""

    credential = CredentialField(AuthenticationResponse.from_dict)
