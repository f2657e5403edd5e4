"""What can be set on a custom channel."""

from typing import Any

import pytest

from tappa.channels.custom.settings import read_settings
from tappa.channels.registry import KINDS, carries, kind_of
from tappa.kernel.errors import Invalid


def test_what_is_not_said_has_its_default() -> None:
    assert read_settings({}) == {"contact_id": "phone", "outbound_url": ""}


def test_the_base_url_loses_its_final_slash() -> None:
    settings = read_settings({"contact_id": "custom", "outbound_url": " https://bridge.example.com/tappa/ "})

    assert settings == {"contact_id": "custom", "outbound_url": "https://bridge.example.com/tappa"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"contact_id": "email"}, "contact_id"),
        ({"outbound_url": "bridge.example.com"}, "outbound_url"),
        ({"outbound_url": "ftp://bridge.example.com"}, "outbound_url"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_set_is_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid, match=field) as refusal:
        read_settings(given)

    assert refusal.value.field == field


def test_the_registry_knows_its_kinds() -> None:
    assert {name: kind.source for name, kind in KINDS.items()} == {
        "custom": "custom_channel",
        "webchat": "website_chat",
    }
    assert all(kind.name == name for name, kind in KINDS.items())
    assert carries("custom", "text")
    assert not carries("custom", "whatsapp_template")
    with pytest.raises(Invalid, match="custom"):
        kind_of("pigeon")
