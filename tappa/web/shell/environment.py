"""Jinja2 as the pages use it: escaped by default, strict about names, with the words and formats of this house."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from tappa.core.accounts.grants import Permission
from tappa.web.shell import formats
from tappa.web.shell.options import options_of

FILTERS = (
    formats.clock,
    formats.day,
    formats.moment,
    formats.moment_and_clock,
    formats.full,
    formats.iso,
    formats.span,
    formats.here,
    formats.number,
    formats.share,
    formats.initials,
    formats.hue,
    options_of,
)


def environment(**options: Any) -> Environment:
    """The environment that settings.TEMPLATES names."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701  autoescape is in Django's options
    # New style: placeholders are filled and escaped by the tag itself, so that a translation cannot forget to.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.filters.update({filter_.__name__: filter_ for filter_ in FILTERS})
    made.globals.update(
        url=_url, static=_static, language=_language, languages=settings.LANGUAGES, Permission=Permission
    )
    return made


def _url(name: str, **parts: object) -> str:
    return reverse(name, kwargs=parts)


def _static(path: str) -> str:
    return f"{settings.STATIC_URL}{path}"


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
