"""Jinja2 as the pages use it: escaped by default, strict about names, with the words and formats of this house."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from tappa.core.accounts.grants import Permission
from tappa.web.shell import formats, words
from tappa.web.shell.kept import keep
from tappa.web.shell.options import options_of
from tappa.web.shell.reader import reader
from tappa.web.shell.written import Templates

MARKS: Final = ("icon", "flipping", "avatar", "emoji", "stage_chip")
KEPT: Final = 8192  # of each mark: a page of a list has a hundred avatars, the next has mostly the same
FILTERS: Final = (
    formats.clock,
    formats.day,
    formats.moment,
    formats.moment_and_clock,
    formats.full,
    formats.stamp,
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
    made = Templates(extensions=["jinja2.ext.i18n"], **options)
    made.filters.update({filter_.__name__: filter_ for filter_ in FILTERS})
    made.globals.update(
        url=_url,
        static=_static,
        language=_language,
        languages=settings.LANGUAGES,
        Permission=Permission,
        keep=keep,
    )
    # New style: placeholders are filled and escaped by the tag itself, so that a translation cannot forget to.
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.globals.update(
        _=words.gettext,
        gettext=words.gettext,
        ngettext=words.ngettext,
        pgettext=words.pgettext,
        npgettext=words.npgettext,
    )
    made.globals.update(_marks(made))
    return made


def _marks(made: Environment) -> dict[str, Callable[..., str]]:
    """The macros of marks.html, each of which keeps what it has made: they know nothing but what they are given. What is
    escaped already is not what looks alike and is not."""
    module = made.get_template("shell/marks.html").module
    return {name: lru_cache(KEPT, typed=True)(getattr(module, name)) for name in MARKS}


def _url(name: str, **parts: object) -> str:
    return reverse(name, kwargs=parts)


def _static(path: str) -> str:
    return f"{settings.STATIC_URL}{path}"


def _language() -> str:
    return reader().language
