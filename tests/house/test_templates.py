"""Templates hold nothing inline and no address by hand; each is used, and what they name is there."""

from pathlib import Path

import pytest

from tests.house import templates
from tests.house.source import write_tree

PAGE = "tappa/web/inbox/templates/inbox/page.html"
SIGNIN = "tappa/web/signin/django/account/login.html"


@pytest.mark.parametrize("path", [PAGE, SIGNIN])
@pytest.mark.parametrize(
    "line",
    [
        "<script>go()</script>",
        '<script type="module">go()</script>',
        "<style>p {}</style>",
        '<p class="a" style="color: red">',
        '<p class="{{ a }}"\n style="color: red">',
        '<button onclick="go()">',
        '<body{% if a > b %} onload="go()"{% endif %}>',
        '<a href="javascript:go()">',
    ],
)
def test_what_is_inline_is_found(tmp_path: Path, path: str, line: str) -> None:
    write_tree(tmp_path, {path: f"<p>\n{line}"})
    (found,) = templates.inline_parts(tmp_path)
    assert found.startswith(f"{path}:{2 + line.count(chr(10))}: ")


def test_what_is_not_inline_is_not_found(tmp_path: Path) -> None:
    fine = [
        '<script src="{{ static("a.js") }}" defer></script>',
        '<script\n type="module" src="{{ static("a.js") }}"></script>',
        '{% if style == "big" %}<p data-on="x" data-style="y">{% endif %}',
        "{# never a <style> or an onclick= here #}",
        '<svg><rect width="{{ page.width }}"/></svg>',
    ]
    write_tree(tmp_path, {PAGE: "\n".join(fine)})
    assert templates.inline_parts(tmp_path) == []


@pytest.mark.parametrize("name", ["href", "action", "data-src", "data-href", "hx-get", "hx-post"])
def test_an_address_by_hand_is_found(tmp_path: Path, name: str) -> None:
    write_tree(tmp_path, {PAGE: f'<p>\n<a {name}="/w/{{{{ visit.workspace.slug }}}}/inbox">'})
    assert templates.addresses_by_hand(tmp_path) == [
        f"{PAGE}:2: an address is written out. Let url() make it."
    ]


def test_an_address_that_is_made_is_fine(tmp_path: Path) -> None:
    fine = (
        '<a href="{{ visit.url("inbox") }}"><a href="#main"><a href="https://example.com/"><a href="?page=2">'
    )
    write_tree(tmp_path, {PAGE: fine})
    assert templates.addresses_by_hand(tmp_path) == []


def test_a_template_that_nothing_uses_is_found(tmp_path: Path) -> None:
    tree = {
        PAGE: '{% extends "shell/app.html" %}{% include "inbox/_list.html" %}',
        "tappa/web/inbox/templates/inbox/_list.html": "",
        "tappa/web/inbox/templates/inbox/_old.html": '{# like "inbox/_gone.html" #}',
        "tappa/web/inbox/templates/inbox/_gone.html": "",
        "tappa/web/shell/templates/shell/app.html": "",
        SIGNIN: "",
        "tappa/web/signin/django/account/lost.html": "",
        "tappa/web/inbox/pages.py": 'TEMPLATE = "inbox/page.html"',
    }
    write_tree(tmp_path, tree)
    found = templates.unused_templates(tmp_path, {"account/login.html"})
    assert [sentence.split()[0].rpartition("/")[2] for sentence in found] == [
        "_gone.html",
        "_old.html",
        "lost.html",
    ]


def test_a_template_that_is_named_and_not_there_is_found(tmp_path: Path) -> None:
    tree = {
        PAGE: '{% extends "shell/app.html" %}{% include "account/base.html" %}',
        "tappa/web/inbox/pages.py": 'TEMPLATE = "inbox/page.html"\nOTHER = "inbox/other.html"',
    }
    write_tree(tmp_path, tree)
    assert templates.missing_templates(tmp_path, {"account/base.html"}) == [
        f"{PAGE} names the template shell/app.html, which does not exist.",
        "tappa/web/inbox/pages.py names the template inbox/other.html, which does not exist.",
    ]


def test_static_files_icons_and_imports_that_are_not_there_are_found(tmp_path: Path) -> None:
    tree = {
        PAGE: """
            {{ static("css/there.css") }} {{ static('css/gone.css') }} {{ static('js/' ~ name ~ '.js') }}
            {{ static('img/' ~ name ~ '.png') }} {{ icon("plus", "16") }} {{ icon("minus") }} {{ icon(name) }}""",
        SIGNIN: "{% static 'css/there.css' %} {% static \"css/away.css\" %}",
        "tappa/web/static/css/there.css": "",
        "tappa/web/static/js/a.js": 'import "./b.js";\nimport { c } from "./c.js";\nconst d = await import("./d.js");',
        "tappa/web/static/js/b.js": "",
        "tappa/web/static/img/icons.svg": '<svg><symbol id="plus"/></svg>',
    }
    write_tree(tmp_path, tree)
    assert [sentence.rpartition("/")[2] for sentence in templates.missing_static_files(tmp_path)] == [
        "gone.css, which does not exist.",
        "*.png, which does not exist.",
        "away.css, which does not exist.",
        "icons.svg does not hold.",
        "c.js, which does not exist.",
        "d.js, which does not exist.",
    ]
