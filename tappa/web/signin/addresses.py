"""allauth's own table of e-mail addresses: whose they are, and whether that is proven."""

from allauth.account.models import EmailAddress

from tappa.core.accounts.models import User


def note_address(user: User, *, verified: bool) -> None:
    """Note a new user's address."""
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)


def vouch_if_unknown(user: User) -> None:
    """Take the address of a user for proven who was not made by signing up: nothing is noted of them yet."""
    if not EmailAddress.objects.filter(user=user).exists():
        note_address(user, verified=True)


def is_proven(user: User) -> bool:
    """Whether the person's address is proven, or vouched for."""
    return not EmailAddress.objects.filter(user=user, email=user.email, verified=False).exists()
