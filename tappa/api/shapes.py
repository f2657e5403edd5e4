"""The shapes that several endpoints share: contacts going in and out, and the short answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

from tappa.api.calls import HIGHEST_ID
from tappa.api.spelling import Shape

ID_TEXT: Final = "positive, below 2^53"

Id = Annotated[int, msgspec.Meta(ge=1, le=HIGHEST_ID, description=ID_TEXT)]
Seconds = Annotated[int, msgspec.Meta(description="epoch seconds, UTC")]


class Done(Shape):
    """It is done."""

    code: Literal[200]
    message: str


class ContactId(Shape):
    """Which contact it was about."""

    contact_id: Id


class FieldValue(Shape):
    """What a contact has in a custom field: a number for a number, true or false for a checkbox, else text; null for
    nothing. The field is named by its name or its slug."""

    name: str
    value: str | int | float | bool | None = None


class ContactFields(Shape):
    """What is known of a person. A field left out stays as it is; null or "" empties it."""

    first_name: str | msgspec.UnsetType | None = msgspec.UNSET
    last_name: str | msgspec.UnsetType | None = msgspec.UNSET
    phone: (
        Annotated[str, msgspec.Meta(description="E.164; a missing + is accepted")] | msgspec.UnsetType | None
    ) = msgspec.UNSET
    email: str | msgspec.UnsetType | None = msgspec.UNSET
    language: Annotated[str, msgspec.Meta(description="ISO 639-1")] | msgspec.UnsetType | None = msgspec.UNSET
    profile_pic: Annotated[str, msgspec.Meta(description="URL")] | msgspec.UnsetType | None = msgspec.UNSET
    country_code: (
        Annotated[str, msgspec.Meta(description="ISO 3166-1 alpha-2")] | msgspec.UnsetType | None
    ) = msgspec.UNSET
    custom_fields: Annotated[list[FieldValue], msgspec.Meta(max_length=100)] | None = None


class NewContact(ContactFields):
    """ContactFields, and the stage at which a new contact stands: left out the default one, null none. A contact that
    exists already stays at its stage."""

    lifecycle: str | msgspec.UnsetType | None = msgspec.UNSET


class Assignee(Shape):
    """The member to whom a contact is assigned."""

    id: Id
    first_name: str
    last_name: str
    email: str


class Contact(Shape):
    """A contact as it is read. `status` is that of its conversation; `lifecycle` the name of its stage."""

    id: Id
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    language: str | None
    profile_pic: str | None
    country_code: str | None
    custom_fields: list[FieldValue]
    status: Literal["open", "close"]
    tags: list[str]
    assignee: Assignee | None
    lifecycle: str | None
    is_blocked: bool
    created_at: Seconds


_DETAILS: Final = ("first_name", "last_name", "phone", "email", "language", "profile_pic", "country_code")


def given_details(fields: ContactFields) -> Mapping[str, str]:
    """The details that a body gives, by our names; null is ""."""
    given = ((name, getattr(fields, name)) for name in _DETAILS)
    return {name: value or "" for name, value in given if value is not msgspec.UNSET}


def seconds(moment: datetime) -> int:
    """A moment in epoch seconds."""
    return int(moment.timestamp())


def split_name(name: str) -> tuple[str, str]:
    """A user's one name as the API's two: the first word, and the rest."""
    first, _space, rest = name.strip().partition(" ")
    return first, rest.strip()
