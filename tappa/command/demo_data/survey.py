"""What the demo workspace wants to know of its people, by custom fields and tags, and what they have answered."""

import random
from typing import Final

from tappa.command.demo_data.chance import pick
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import DataType, Kept, Visibility, read_value
from tappa.core.contacts.tag_checks import TagDefinition

TAGS: Final = (
    TagDefinition(name="VIP", emoji="⭐", hue=6, description="Comes again and again: answer first"),
    TagDefinition(name="Newsletter", emoji="📰", hue=2, description="Wants to hear of new courses"),
    TagDefinition(name="Gift", emoji="🎁", hue=7, description="Buys for somebody else"),
    TagDefinition(name="Referral", hue=1, description="Sent by somebody we know"),
    TagDefinition(
        name="Company", emoji="🏢", hue=8, description="Books for a team: ask for the invoice's address"
    ),
    TagDefinition(name="Fair", emoji="🎪", hue=3, description="Left their card at our stand"),
)
FIELDS: Final = (
    FieldDefinition(
        name="Found us through",
        slug="found_us_through",
        data_type=DataType.LIST,
        allowed_values=("Instagram", "A friend", "Search", "Fair", "Walked by"),
    ),
    FieldDefinition(
        name="Group size", slug="group_size", data_type=DataType.NUMBER, description="How many would come"
    ),
    FieldDefinition(name="Best time to call", slug="best_time_to_call", data_type=DataType.TIME),
    FieldDefinition(name="Has been here", slug="has_been_here", data_type=DataType.CHECKBOX),
    FieldDefinition(
        name="Birthday",
        slug="birthday",
        data_type=DataType.DATE,
        visibility=Visibility.FILLED,
        description="For the voucher that we send",
    ),
    FieldDefinition(
        name="Company website", slug="company_website", data_type=DataType.URL, visibility=Visibility.FILLED
    ),
)
_BY_SLUG: Final = {definition.slug: definition for definition in FIELDS}
_SIZES: Final = ("1", "1", "2", "2", "2", "3", "4", "6", "12")
_HOURS: Final = ("09:30", "11:00", "13:00", "17:30", "18:00", "19:30")
_COMPANIES: Final = ("arco", "duna", "felce", "gruppo-lario", "porta-nuova", "sette-colli", "vela")


def answers(number: int) -> dict[str, Kept]:
    """What the person with this running number has told of themselves, by the field's slug. Always the same."""
    rng = random.Random(number ^ 0x5EED)  # noqa: S311  a story, no secret
    told: dict[str, str] = {}
    if rng.random() < 0.7:
        told["found_us_through"] = pick(_BY_SLUG["found_us_through"].allowed_values, rng)
    if rng.random() < 0.5:
        told["group_size"] = pick(_SIZES, rng)
    if rng.random() < 0.25:
        told["best_time_to_call"] = pick(_HOURS, rng)
    if rng.random() < 0.4:
        told["has_been_here"] = pick(("true", "false"), rng)
    if rng.random() < 0.2:
        told["birthday"] = (
            f"{1950 + int(rng.random() * 56)}-{1 + int(rng.random() * 12):02}-{1 + int(rng.random() * 28):02}"
        )
    if rng.random() < 0.06:
        told["company_website"] = f"https://{pick(_COMPANIES, rng)}.example"
    return {slug: kept for slug, text in told.items() if (kept := _kept(slug, text))}


def _kept(slug: str, text: str) -> Kept | None:
    definition = _BY_SLUG[slug]
    return read_value(DataType(definition.data_type), text, definition.allowed_values)
