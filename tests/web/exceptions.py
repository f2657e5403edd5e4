"""What the walk through all addresses cannot know from the views themselves."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Final

from tests.support.premises import Premises


class Reach(Enum):
    """Whom an address without a permission is open to."""

    EVERYBODY = auto()  # it shows or leads on
    SIGNED_IN = auto()  # it is about the person who asks, and sends nobody to sign in
    ITS_OWN = auto()  # it asks for something else: a token, a secret link, a form of its own


OPEN: Final[Mapping[str, Reach]] = {
    "": Reach.EVERYBODY,
    "healthz": Reach.EVERYBODY,
    "account/login": Reach.EVERYBODY,
    "account/logout": Reach.EVERYBODY,
    "account/signup": Reach.EVERYBODY,
    "account/inactive": Reach.EVERYBODY,
    "account/reauthenticate": Reach.SIGNED_IN,
    "account/email": Reach.SIGNED_IN,
    "account/email/sent": Reach.EVERYBODY,
    "account/email/confirm/<str:key>": Reach.ITS_OWN,
    "account/password": Reach.SIGNED_IN,
    "account/password/reset": Reach.EVERYBODY,
    "account/password/reset/sent": Reach.EVERYBODY,
    "account/password/reset/done": Reach.EVERYBODY,
    "account/password/reset/<uidb36>-<key>": Reach.ITS_OWN,
    "account/security": Reach.SIGNED_IN,
    "account/code": Reach.ITS_OWN,
    "account/code/again": Reach.SIGNED_IN,
    "account/app/on": Reach.SIGNED_IN,
    "account/app/off": Reach.SIGNED_IN,
    "account/recovery-codes": Reach.SIGNED_IN,
    "account/recovery-codes/new": Reach.SIGNED_IN,
    "account/recovery-codes.txt": Reach.SIGNED_IN,
    "account/passkeys": Reach.SIGNED_IN,
    "account/passkeys/new": Reach.SIGNED_IN,
    "account/passkeys/again": Reach.SIGNED_IN,
    "account/passkeys/login": Reach.EVERYBODY,
    "account/passkeys/<int:pk>/remove": Reach.SIGNED_IN,
    "account/passkeys/<int:pk>": Reach.SIGNED_IN,
    "profile": Reach.SIGNED_IN,
    "profile/theme": Reach.SIGNED_IN,
    "workspaces": Reach.SIGNED_IN,
    "invitation/<str:secret>": Reach.ITS_OWN,
    "custom/webhook": Reach.ITS_OWN,
    "chat/<slug:public_id>": Reach.EVERYBODY,
    "chat/<slug:public_id>/thread": Reach.EVERYBODY,
    "chat/<slug:public_id>/messages": Reach.ITS_OWN,
    "chat/<slug:public_id>/details": Reach.ITS_OWN,
    "chat/<slug:public_id>/seen": Reach.ITS_OWN,
    "chat/<slug:public_id>/typing": Reach.ITS_OWN,
}
_NOT_ITS_MAKER: Final = frozenset({"manager", "agent", "mine_only", "team_only"})
# Pages that ask for more than their permission says: who is refused beyond it.
STRICTER: Final[Mapping[str, frozenset[str]]] = {
    "contacts_deleted": frozenset({"agent", "mine_only", "team_only"}),  # the list goes over all contacts
    "contacts_deleted_part": frozenset({"agent", "mine_only", "team_only"}),
    "inbox_custom_edit": _NOT_ITS_MAKER,
    "inbox_custom_deletion": _NOT_ITS_MAKER,
    "inbox_custom_restoration": _NOT_ITS_MAKER,
}
# What to send, by the address's name, where nothing would not get as far as the permission.
FORMS: Final[Mapping[str, Callable[[Premises], Mapping[str, str]]]] = {
    "contact_field": lambda _premises: {"field": "first_name", "value": "Giulia"},
    "inbox_older": lambda _premises: {"before": "1"},
}
