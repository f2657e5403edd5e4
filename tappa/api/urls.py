"""The addresses of the API, from the registry: /v2/…, with and without a slash at the end."""

import re
from itertools import groupby
from typing import Final

from django.urls import URLPattern, URLResolver, include, re_path

from tappa.api import (
    bulk,
    channels,
    contact_list,
    contacts,
    conversations,
    custom_fields,
    lifecycle,
    lifecycle_settings,
    messages,
    metrics,
    operations,
    space_tags,
    stages,
    tags,
    users,
)
from tappa.api.documents import docs, openapi
from tappa.api.door import Door
from tappa.api.registry import endpoints

# Importing a noun's file registers its endpoints.
NOUNS: Final = (
    bulk,
    channels,
    contact_list,
    contacts,
    conversations,
    custom_fields,
    lifecycle,
    lifecycle_settings,
    messages,
    metrics,
    operations,
    space_tags,
    stages,
    tags,
    users,
)
_TEMPLATE: Final = re.compile(r"\{(\w+)\}")


def _pattern(path: str) -> str:
    """`contact/{identifier}` as a regular expression; a part in braces is everything up to the next slash."""
    return "^" + _TEMPLATE.sub(r"(?P<\1>[^/]+)", path) + "/?$"


def _noun(path: str) -> str:
    """The word that a path begins with, up to the slash: Django tries one address after the other, and passes over those
    of other nouns together."""
    word, slash, _rest = path.partition("/")
    return word + slash


def _doors() -> list[URLResolver]:
    return [
        re_path(
            f"^{noun}",
            include(
                [re_path(_pattern(path.removeprefix(noun)), Door(path, methods)) for path, methods in those]
            ),
        )
        for noun, those in groupby(endpoints().items(), key=lambda item: _noun(item[0]))
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^openapi\.json$", openapi),
    re_path(r"^docs/?$", docs, name="api_docs"),
    *_doors(),
    re_path(r"^", Door("(unknown address)")),
]
