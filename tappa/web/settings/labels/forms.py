"""The shape of what the forms of fields and tags post. What it must be is the core's to say."""

from dataclasses import asdict, dataclass, replace
from typing import TypeVar

import msgspec
from django.http import QueryDict

from tappa.core.contacts.actions.edit_field import FieldChanges
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import DataType, Visibility
from tappa.core.contacts.models import Tag
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.tag_checks import TagDefinition


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A custom field; `choices` are the lines of its list."""

    name: str = ""
    description: str = ""
    data_type: str = DataType.TEXT
    choices: str = ""
    visibility: str = Visibility.ALWAYS
    slug: str = ""

    @classmethod
    def read(cls, post: QueryDict) -> "FieldForm":
        """What was typed."""
        names = ("name", "description", "data_type", "choices", "visibility", "slug")
        return cls(*(post.get(name, "").strip() for name in names))

    @classmethod
    def of(cls, field: CustomField) -> "FieldForm":
        """A field as it is."""
        choices = "\n".join(field.allowed_values)
        return cls(field.name, field.description, field.data_type, choices, field.visibility, field.slug)

    @property
    def allowed_values(self) -> tuple[str, ...]:
        """The choices, where the type has some: what was typed for another type is left alone."""
        lines = (line.strip() for line in self.choices.splitlines())
        return tuple(line for line in lines if line) if self.data_type == DataType.LIST else ()

    @property
    def definition(self) -> FieldDefinition:
        """A field to be made."""
        return FieldDefinition(
            name=self.name,
            slug=self.slug,
            description=self.description,
            data_type=self.data_type,
            allowed_values=self.allowed_values,
            visibility=self.visibility,
        )

    @property
    def changes(self) -> FieldChanges:
        """A field to be changed."""
        return FieldChanges(
            name=self.name,
            description=self.description,
            data_type=self.data_type,
            allowed_values=self.allowed_values,
            visibility=self.visibility,
        )

    @property
    def written(self) -> str:
        """The form as it was shown, which comes back with it: what somebody changed is what differs from that."""
        return msgspec.json.encode(asdict(self)).decode()


@dataclass(frozen=True, slots=True)
class TagForm:
    """A tag; its hue as text."""

    name: str = ""
    description: str = ""
    emoji: str = ""
    hue: str = "0"

    @classmethod
    def read(cls, post: QueryDict) -> "TagForm":
        """What was typed."""
        return cls(*(post.get(name, "").strip() for name in ("name", "description", "emoji", "hue")))

    @classmethod
    def of(cls, tag: Tag) -> "TagForm":
        """A tag as it is."""
        return cls(tag.name, tag.description, tag.emoji, str(tag.hue))

    @property
    def definition(self) -> TagDefinition:
        """What the tag is to be."""
        hue = int(self.hue) if self.hue.isascii() and self.hue.isdigit() and len(self.hue) < 3 else -1
        return TagDefinition(name=self.name, description=self.description, emoji=self.emoji, hue=hue)

    @property
    def written(self) -> str:
        """The form as it was shown, as for a field."""
        return msgspec.json.encode(asdict(self)).decode()


Form = TypeVar("Form", FieldForm, TagForm)


def seen_form(kind: type[Form], post: QueryDict) -> Form | None:
    """The form as it was shown; None where nothing says so."""
    try:
        return kind(**msgspec.json.decode(post.get("seen", ""), type=dict[str, str]))
    except (msgspec.DecodeError, TypeError, UnicodeEncodeError):
        return None


def rebased(form: Form, seen: Form | None, present: Form) -> Form:
    """What was typed, over what stands there now: what was left as it was seen is as another has made it meanwhile."""
    typed, before = asdict(form), asdict(seen or present)
    return replace(present, **{part: text for part, text in typed.items() if text != before[part]})
