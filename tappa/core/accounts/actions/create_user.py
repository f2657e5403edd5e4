"""A person gets an account."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tappa.core.accounts.checks import (
    checked_email,
    checked_language,
    checked_name,
    checked_password,
    checked_time_zone,
)
from tappa.core.accounts.models import User
from tappa.kernel.errors import Conflict


def create_user(
    *, name: str, email: str, password: str, language: str = "en", time_zone: str = "UTC"
) -> User:
    """Make a user who signs in with this e-mail. Raises Invalid for bad input, Conflict when the e-mail is taken."""
    user = User(
        name=checked_name(name),
        email=checked_email(email),
        language=checked_language(language),
        time_zone=checked_time_zone(time_zone),
    )
    user.set_password(checked_password(password))
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Conflict(
            _("A user with the e-mail %(email)s exists already.") % {"email": user.email}, field="email"
        ) from error
    return user
