"""Pieces of pages that are kept: what stands in them is always what it would be if they were made anew (section 9)."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from jinja2 import Environment, nodes
from markupsafe import Markup

from tappa.core.lifecycle.models import Stage
from tappa.web.shell import reader
from tappa.web.shell.kept import Macro, keep
from tests.house import templates

ROOT: Final = Path(__file__).parents[3]
PASSING: Final = frozenset({"here"})  # of the filters, those that ask what time it is
AT = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")


class View(NamedTuple):
    name: str
    at: datetime


def macro() -> Macro:
    """One that shows a word, a name and a time."""
    module = engines["jinja2"].from_string(
        "{% macro piece(view) %}{{ _('Contacts') }} {{ view.name }} {{ view.at | full }}{% endmacro %}"
    )
    made: Macro = cast("Any", module).template.module.piece
    return made


def test_a_piece_is_made_once_and_for_each_reader_anew() -> None:
    piece, view = macro(), View("Marta", AT)
    with reader.in_words("en", UTC):
        first = keep(piece)(view)
        assert first == "Contacts Marta 4 March 2026 23:30"
        assert keep(piece)(View("Marta", AT)) is first
        assert keep(piece)(View("Martha", AT)) == "Contacts Martha 4 March 2026 23:30"
    with reader.in_words("en", ROME):
        assert keep(piece)(view) == "Contacts Marta 5 March 2026 00:30"
    with reader.in_words("it", ROME):
        assert keep(piece)(view) == "Contatti Marta 5 marzo 2026 00:30"
    assert keep(macro())(view) is not first, "another macro is another piece"


def test_a_piece_is_escaped_whatever_is_given_to_it() -> None:
    """Section 8: a name is text, also where a text that looks alike was markup."""
    piece = macro()
    with reader.in_words("en", UTC):
        for _again in range(2):
            assert "&lt;b&gt;" in keep(piece)(View("<b>", AT))
            assert "&lt;b&gt;" in keep(piece)(View(Markup("<b>"), AT)), "found, for it equals the text"


@pytest.mark.parametrize("given", [Markup("<i>"), Stage(id=1, name="New"), ["a"], {"a": 1}])
def test_what_could_look_otherwise_and_be_equal_is_refused(given: object) -> None:
    with reader.in_words("en", UTC), pytest.raises(TypeError):
        keep(macro())(View("x", AT), given)


def kept_macros() -> list[tuple[str, str]]:
    """Each macro of the product's templates that is kept, with the template that it stands in."""
    found = []
    for file in templates.templates(ROOT):
        source = file.read_text()
        for name in set(re.findall(r"\bkeep\((\w+)", source)):
            of = re.search(rf'from "([^"]+)" import [^%]*\b{name}\b', source)
            found.append((of[1] if of else str(file.relative_to(templates.folder_of(file) or ROOT)), name))
    return sorted(found)


@pytest.mark.parametrize(("template", "name"), kept_macros())
def test_what_is_kept_tells_no_time_that_passes(template: str, name: str) -> None:
    """Section 8: what stands on a page is so now. "12 min here" would not be, an hour later."""
    assert not used_by(template, name) & PASSING, "how long ago it was is written outside, and given as text"


def test_no_macro_is_imported_with_what_the_page_knows() -> None:
    """So it knows only what it is given."""
    for file in templates.templates(ROOT):
        assert not re.search(r"import [^%]*with context", file.read_text()), file


def test_what_passes_is_found() -> None:
    assert used_by("stage/macros.html", "stage_bar") & PASSING
    assert "hue" in used_by("contacts/cells.html", "table_row"), "of a macro that it calls"


def used_by(template: str, macro: str) -> set[str]:
    """The filters that a macro uses, with those of the macros that it calls."""
    made = environment()
    tree = made.parse(made.loader.get_source(made, template)[0] if made.loader else "")
    macros = {node.name: node for node in tree.find_all(nodes.Macro)}
    filters = {node.name for node in macros[macro].find_all(nodes.Filter)}
    imported = {
        name: str(node.template.as_const())
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
        if isinstance(name, str)
    }
    for call in macros[macro].find_all(nodes.Call):
        called = call.node.name if isinstance(call.node, nodes.Name) else ""
        if called in imported or (called in macros and called != macro):
            filters |= used_by(imported.get(called, template), called)
    return filters


def environment() -> Environment:
    """That of the pages."""
    made: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return made


@pytest.mark.usefixtures("within_a_day")
def test_words_and_times_are_those_of_the_innermost_reader() -> None:
    """A mail that is written while a page is made speaks its own language."""
    with reader.in_words("it", ROME):
        with reader.in_words("es"):
            assert (reader.reader().language, reader.reader().zone) == ("es", ROME)
        assert reader.reader().language == "it"
        assert reader.reader().today == datetime.now(ROME).date()
