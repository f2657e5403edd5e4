"""The body that a bridge posts to us, as msgspec reads it. The words are the contract's."""

from typing import Final, Literal

import msgspec

MESSAGE_ID_LIMIT: Final = 50
TEXT_LIMIT: Final = 65_536  # what the widest-known messengers allow, so that a bridge need never cut
EVENTS_LIMIT: Final = 500
URL_LIMIT: Final = 2000
NAME_LIMIT: Final = 255


class _Shape(msgspec.Struct, frozen=True, rename="camel"):
    """Fields we do not know are passed over: bridges made for others send more."""


class Text(_Shape, frozen=True, tag_field="type", tag="text"):
    """A text message."""

    text: str


class File(_Shape, frozen=True):
    """A file that stands somewhere on the web."""

    type: Literal["image", "video", "audio", "file"]
    url: str
    file_name: str | None = None
    mime_type: str | None = None


class Attachment(_Shape, frozen=True, tag_field="type", tag="attachment"):
    """A message that is a file."""

    attachment: File


class Reported(_Shape, frozen=True):
    """What became of a message we sent: `message` is the provider's reason when it failed."""

    value: Literal["sent", "delivered", "read", "failed"]
    message: str | None = None


class _Event(_Shape, frozen=True, tag_field="type"):
    m_id: str | int = msgspec.field(name="mId")
    timestamp: int


class MessageEvent(_Event, frozen=True, tag="message"):
    """The contact wrote."""

    message: Text | Attachment


class EchoEvent(_Event, frozen=True, tag="message_echo"):
    """Somebody answered the contact elsewhere, such as on the telephone itself."""

    message: Text | Attachment


class StatusEvent(_Event, frozen=True, tag="message_status"):
    """A message that went out came further."""

    status: Reported | Literal["sent", "delivered", "read", "failed"]


class Person(_Shape, frozen=True):
    """What the provider knows of the contact. All of it may be missing."""

    first_name: str | None = None
    last_name: str | None = None
    profile_pic: str | None = None
    email: str | None = None
    phone: str | int | None = None
    language: str | None = None
    locale: str | None = None
    country_code: str | None = None


class Body(_Shape, frozen=True):
    """A post: one contact, and what happened with them."""

    channel_id: str | int
    contact_id: str | int
    events: list[MessageEvent | EchoEvent | StatusEvent]
    contact: Person | None = None
