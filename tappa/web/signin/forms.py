"""The shape of what the sign-in pages send. What it may be is decided by the core."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy

from tappa.core.accounts.models import User
from tappa.core.accounts.rules import NAME_LIMIT
from tappa.core.inbox.actions.found_for_owner import sign_up
from tappa.web.signin.addresses import note_address
from tappa.web.signin.guesses import country_of, time_zone_of


class SignUpForm(SignupForm):
    """allauth's, with what a workspace needs. The time zone is the browser's, told by js/guess.js."""

    name = forms.CharField(max_length=NAME_LIMIT, label=gettext_lazy("Your name"))
    workspace_name = forms.CharField(max_length=NAME_LIMIT, label=gettext_lazy("Name of the workspace"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language"))
    time_zone = forms.CharField(required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """The language of the page, unless another was chosen."""
        if field_name == "language":
            return get_language()
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any]:
        """Also refuse the person's own name as the password: allauth's knows only the address."""
        cleaned: dict[str, Any] = super().clean()
        password = cleaned.get("password1")
        if password and not self.has_error("password1"):
            try:
                validate_password(
                    password, User(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def save(self, request: HttpRequest) -> User:
        """Sign up: the user and their workspace."""
        member = sign_up(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            password=self.cleaned_data["password1"],
            workspace_name=self.cleaned_data["workspace_name"],
            language=self.cleaned_data["language"],
            time_zone=time_zone_of(self.cleaned_data["time_zone"]),
            country_code=country_of(request),
        )
        note_address(member.user, verified=False)
        return member.user
