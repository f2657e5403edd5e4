"""The messages of the API, by type. What a channel carries of them stands in tappa/channels."""

from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec
from django.utils.translation import gettext as _

from tappa.api.spelling import Shape
from tappa.core.contacts.rules import is_picture_url as is_web_address
from tappa.kernel.errors import Invalid

TEXT_LIMIT: Final = 65_536
REPLIES_LIMIT: Final = 20

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_LIMIT)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]


class Text(Shape, tag_field="type", tag="text"):
    """A text."""

    text: Words


class File(Shape):
    """A file that stands somewhere on the web."""

    type: Literal["image", "video", "audio", "file"]
    url: str


class Attachment(Shape, tag_field="type", tag="attachment"):
    """A file."""

    attachment: File


class QuickReply(Shape, tag_field="type", tag="quick_reply"):
    """A question with answers to choose from."""

    title: Words
    replies: Annotated[list[Short], msgspec.Meta(min_length=1, max_length=REPLIES_LIMIT)]


class CustomPayload(Shape, tag_field="type", tag="custom_payload"):
    """Whatever the bridge of a custom channel understands."""

    payload: Any


class Email(Shape, tag_field="type", tag="email", omit_defaults=True):
    """An e-mail."""

    text: Words
    subject: str = ""
    cc: list[str] = []
    bcc: list[str] = []
    reply_to_message_id: int | None = None
    attachments: list[File] = []


class Template(Shape):
    """A template that the provider has approved."""

    name: str
    language_code: str
    components: list[Any] = []


class WhatsappTemplate(Shape, tag_field="type", tag="whatsapp_template"):
    """A template message."""

    template: Template


AnyMessage: TypeAlias = Text | Attachment | QuickReply | CustomPayload | Email | WhatsappTemplate


def read_text(message: AnyMessage) -> str:
    """What is read of a message in a thread. Raises Invalid for one that says nothing, or whose file is nowhere."""
    match message:
        case Text(text=text) | Email(text=text):
            _refuse_blank(text, "message.text")
            return text
        case QuickReply(title=title):
            _refuse_blank(title, "message.title")
            return title
        case Attachment(attachment=file):
            if not is_web_address(file.url):
                raise Invalid(
                    _("message.attachment.url must be a web address, such as https://example.com/ana.png."),
                    field="message.attachment.url",
                )
    return ""


def _refuse_blank(text: str, field: str) -> None:
    if not text.strip():
        raise Invalid(_("%(field)s must not be empty.") % {"field": field}, field=field)
