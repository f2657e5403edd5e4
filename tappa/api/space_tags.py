"""The workspace's tags: made, changed, deleted, each by its name."""

from typing import Annotated

import msgspec
from django.utils.translation import gettext as _

from tappa.api.calls import Call
from tappa.api.colours import HEX, hue_of
from tappa.api.registry import endpoint
from tappa.api.shapes import Done, Id
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.contacts import models
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.delete_tag import delete_tag
from tappa.core.contacts.actions.edit_tag import edit_tag
from tappa.core.contacts.tag_checks import TagDefinition
from tappa.core.contacts.tags import tag_named

Code = Annotated[str, msgspec.Meta(description="#rrggbb; the nearest of eleven colours is kept")]


class Tag(Shape):
    """A tag. `colorCode` is one of eleven colours."""

    id: Id
    name: str
    description: str
    color_code: str
    emoji: str | None


class NewTag(Shape):
    """A tag to be made. Without a colour it is grey."""

    name: str
    description: str | None = None
    color_code: Code | None = None
    emoji: str | None = None


class TagChanges(Shape):
    """The tag's name, and what is to be another; what is left out stays."""

    current_name: str
    name: str | msgspec.UnsetType = msgspec.UNSET
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    color_code: Code | msgspec.UnsetType | None = msgspec.UNSET
    emoji: str | msgspec.UnsetType | None = msgspec.UNSET


class TagName(Shape):
    """Which tag."""

    name: str


@endpoint("POST", "space/tag", scope=Scope.WORKSPACE_WRITE, refusals=(409,))
def add(call: Call[NewTag]) -> Tag:
    """Make a tag.

    409 when another has this name, or the workspace has 5,000 tags.
    """
    given = call.body
    definition = TagDefinition(
        name=given.name,
        description=given.description or "",
        emoji=given.emoji or "",
        hue=hue_of(given.color_code) if given.color_code else 0,
    )
    return _shape(create_tag(definition, by=call.actor))


@endpoint("PUT", "space/tag", scope=Scope.WORKSPACE_WRITE, refusals=(404, 409))
def change(call: Call[TagChanges]) -> Tag:
    """Change a tag.

    It stays on its contacts under the new name. 409 when another tag has that name: two do not become one.
    """
    given = call.body
    tag = tag_named(call.workspace_id, given.current_name)
    hue = tag.hue
    if given.color_code is not msgspec.UNSET:
        hue = hue_of(given.color_code) if given.color_code else 0
    definition = TagDefinition(
        name=_or(given.name, tag.name),
        description=_or(given.description, tag.description),
        emoji=_or(given.emoji, tag.emoji),
        hue=hue,
    )
    return _shape(edit_tag(tag, definition, by=call.actor))


@endpoint("DELETE", "space/tag", scope=Scope.WORKSPACE_WRITE, refusals=(404,))
def delete(call: Call[TagName]) -> Done:
    """Delete a tag.

    It is off all contacts from this moment on.
    """
    tag = tag_named(call.workspace_id, call.body.name)
    delete_tag(tag, by=call.actor)
    return Done(code=200, message=_("The tag %(name)s was deleted.") % {"name": tag.name})


def _or(given: str | msgspec.UnsetType | None, present: str) -> str:
    return present if given is msgspec.UNSET else given or ""


def _shape(tag: models.Tag) -> Tag:
    return Tag(
        id=tag.id,
        name=tag.name,
        description=tag.description,
        color_code=HEX[tag.hue],
        emoji=tag.emoji or None,
    )
