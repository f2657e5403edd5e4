"""A call as its endpoint sees it: who calls, for what, with which body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext as _

from tappa.core.accounts.models import ApiToken
from tappa.core.accounts.queries import actor_of_token
from tappa.core.activity.actor import Actor
from tappa.kernel.errors import Invalid

HIGHEST_ID: Final = 2**53 - 1  # a JavaScript client reads no higher number exactly
_DIGITS: Final = len(str(HIGHEST_ID))

Body = TypeVar("Body")


@dataclass(frozen=True, slots=True)
class Call(Generic[Body]):
    """One call let in by the door. `locate` tells its address."""

    token: ApiToken
    locate: Callable[[], str]
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Body

    @property
    def address(self) -> str:
        """The absolute URL without its query."""
        return self.locate()

    @property
    def workspace_id(self) -> int:
        """The workspace that the token opens: nothing outside it can be reached."""
        return self.token.workspace_id

    @property
    def actor(self) -> Actor:
        """The token, as the one who acts."""
        return actor_of_token(self.token)

    @property
    def identifier(self) -> str:
        """The contact identifier in the path: id:1, email:… or phone:…."""
        return self.path["identifier"]

    def id_in_path(self, name: str) -> int:
        """A number in the path. Raises Invalid when it is none; one that is too high for an id finds nothing."""
        number = whole_number(self.path[name])
        if number is None or number < 1:
            raise Invalid(_("%(name)s must be a whole number in the address.") % {"name": name}, field=name)
        return number


def whole_number(text: str) -> int | None:
    """The number that a text writes in plain digits, a minus before it or not; None when it is none or beyond every
    id. Not `int` alone, which reads "1_000", "١" and spaces."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _DIGITS:
        return None
    number = int(text)
    return number if abs(number) <= HIGHEST_ID else None
