"""What templates write is escaped (product.md, section 8): as markupsafe does it, whatever it is."""

from typing import Any, cast

import pytest
from django.template import engines
from django.utils.translation import gettext_lazy
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from tappa.web.shell.written import written

HOSTILE = """<script>alert('&')</script>"\N{SNOWMAN}"""


class Text(str):
    """Not quite a text."""

    __slots__ = ()


class Page:
    """Something that says itself how it stands in HTML."""

    def __html__(self) -> str:
        return "<i>"

    def __str__(self) -> str:
        return HOSTILE


@pytest.mark.parametrize(
    "value",
    [
        HOSTILE,
        Markup("<b>"),
        Text(HOSTILE),
        Page(),
        [HOSTILE],
        "",
        None,
        7,
        True,
        1.5,
        gettext_lazy("Contacts"),
    ],
)
def test_each_value_is_written_as_it_is_escaped(value: object) -> None:
    assert written(value) == str(escape(value))
    assert from_template(
        "{{ value }}{% macro of(x) %}{{ x }}{% endmacro %}{{ of(value) }}", value
    ) == 2 * str(escape(value))


def test_what_was_put_together_stays_escaped_and_is_so_once() -> None:
    text = from_template("{% set whole %}<b>{{ value }}</b>{% endset %}{{ whole }}{{ value ~ '<' }}", "<")
    assert text == "<b>&lt;</b>&lt;&lt;"


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        from_template("{{ valve }}", "")


def from_template(source: str, value: object) -> str:
    template = cast("Any", engines["jinja2"].from_string(source)).template
    return str(template.render(value=value))
