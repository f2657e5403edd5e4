"""What a workspace sets on a website chat."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from tappa.core.accounts.rules import LANGUAGES
from tappa.kernel.errors import Invalid

GREETING_LIMIT: Final = 500


class ChatSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`greeting` stands above every chat; "" is a greeting in the visitor's language. `language` is for visitors whose
    browser asks for none of ours; "" is the workspace's. `ask_details`: ask once for name and e-mail."""

    greeting: str = ""
    language: str = ""
    ask_details: bool = True


def read_settings(given: Mapping[str, object]) -> dict[str, Any]:
    """The settings as stored, from what a person gave; what is missing gets its default. Raises Invalid."""
    unknown = sorted(set(given) - set(ChatSettings.__struct_fields__))
    if unknown:
        raise Invalid(_("A website chat has no setting %(name)s.") % {"name": unknown[0]}, field=unknown[0])
    greeting = str(given.get("greeting") or "").replace("\x00", "").strip()
    if len(greeting) > GREETING_LIMIT:
        raise Invalid(
            _("The greeting must have at most %(limit)d characters.") % {"limit": GREETING_LIMIT},
            field="greeting",
        )
    language = str(given.get("language") or "")
    if language and language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise Invalid(_("language must be one of %(languages)s.") % {"languages": known}, field="language")
    asked = given.get("ask_details", True)
    if not isinstance(asked, bool):
        raise Invalid(_("ask_details must be true or false."), field="ask_details")
    return {"greeting": greeting, "language": language, "ask_details": asked}


def settings_of(stored: Mapping[str, Any]) -> ChatSettings:
    """The settings of a channel, from its row."""
    return msgspec.convert(stored, ChatSettings)
