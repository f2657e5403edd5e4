"""The words of templates in the reader's language, with placeholders filled and escaped as Jinja2's new style has it.

Its own functions find their way through the context three times for each word, and Django's through the thread; a page
has some two hundred of them. These remember what a text is called in a language.
"""

from functools import lru_cache

from django.utils import translation
from markupsafe import Markup

from tappa.web.shell.reader import reader


def gettext(text: str, /, **variables: object) -> Markup:
    """The text, filled with the variables."""
    return _filled(_said(text, reader().language), variables)


def pgettext(context: str, text: str, /, **variables: object) -> Markup:
    """The text as it is said in this context, filled with the variables."""
    return _filled(_said_of(context, text, reader().language), variables)


def ngettext(singular: str, plural: str, number: int, /, **variables: object) -> Markup:
    """The text for so many, filled with the variables and with the number as `num`."""
    return _filled(Markup(translation.ngettext(singular, plural, number)), {"num": number} | variables)  # noqa: S704  a text of ours


def npgettext(context: str, singular: str, plural: str, number: int, /, **variables: object) -> Markup:
    """The text for so many as it is said in this context, filled with the variables and with the number as `num`."""
    said = translation.npgettext(context, singular, plural, number)
    return _filled(Markup(said), {"num": number} | variables)  # noqa: S704  a text of ours


@lru_cache(8192)
def _said(text: str, language: str) -> Markup:
    """In this language."""
    with translation.override(language):
        return Markup(translation.gettext(text))  # noqa: S704  a text of ours


@lru_cache(1024)
def _said_of(context: str, text: str, language: str) -> Markup:
    """The same in a context."""
    with translation.override(language):
        return Markup(translation.pgettext(context, text))  # noqa: S704  a text of ours


def _filled(said: Markup, variables: dict[str, object]) -> Markup:
    # Also without variables: a template writes a percent sign twice.
    return said % variables if variables or "%" in said else said
