"""What a tag must be, worded once. Each refusal names the field."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tappa.core.contacts.models import Tag
from tappa.core.contacts.rules import TAG_LIMIT, TAGS_LIMIT
from tappa.core.contacts.tags import tags_in
from tappa.core.lifecycle.rules import DESCRIPTION_LIMIT, HUES, fold_name, is_emoji
from tappa.kernel.errors import Conflict, Invalid
from tappa.kernel.lines import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDefinition:
    """What a tag is to be. `hue` picks its colours, 0 is grey."""

    name: str
    description: str = ""
    emoji: str = ""
    hue: int = 0


def checked_tag(definition: TagDefinition) -> TagDefinition:
    """The definition, trimmed. Raises Invalid."""
    for field in ("name", "description", "emoji"):
        if "\x00" in getattr(definition, field):
            raise Invalid(_("%(field)s must not contain the character NUL.") % {"field": field}, field=field)
    name, description = one_line(definition.name), one_line(definition.description)
    if not 1 <= len(name) <= TAG_LIMIT or not fold_name(name):
        raise Invalid(_("name must have 1 to %(limit)d characters.") % {"limit": TAG_LIMIT}, field="name")
    if len(description) > DESCRIPTION_LIMIT:
        raise Invalid(
            _("description must have at most %(limit)d characters.") % {"limit": DESCRIPTION_LIMIT},
            field="description",
        )
    emoji = definition.emoji.strip()
    if emoji and not is_emoji(emoji):
        raise Invalid(_("emoji must be one emoji, or be left out."), field="emoji")
    if not 0 <= definition.hue <= HUES:
        raise Invalid(_("hue must be 0 to %(most)d.") % {"most": HUES}, field="hue")
    return replace(definition, name=name, description=description, emoji=emoji)


def name_taken(name: str) -> Conflict:
    """The refusal of a name that another tag has, whatever its case: two tags do not become one by being renamed."""
    return Conflict(_("Another tag is named %(name)s already.") % {"name": name}, field="name")


def require_room(workspace_id: int, coming: int, *, field: str) -> None:
    """Refuse more tags than there may be. Under the lock of labels. Raises Conflict."""
    if tags_in(workspace_id).count() + coming > TAGS_LIMIT:
        raise Conflict(
            _("There may be %(limit)d tags, and no more can be added: delete some first.")
            % {"limit": TAGS_LIMIT},
            field=field,
        )


def same_name(workspace_id: int, name: str) -> Tag | None:
    """The tag that has this name, if one has."""
    return tags_in(workspace_id).filter(folded_name=fold_name(name)).first()
