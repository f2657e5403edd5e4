"""Texts are taken out of the code, kept in order, and missed where a language lacks them."""

from pathlib import Path

import pytest

from tests.house import messages
from tests.house.source import write_tree

CODE = '''"""A room."""
from django.utils.translation import gettext as _, ngettext, pgettext
_("Save %(name)s") % {"name": "x"}
ngettext("one contact", "%(n)d contacts", 2)
pgettext("stage", "Open")
_("Open")
'''


def po(tree: Path) -> Path:
    return messages.texts_file(tree, "it")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree whose one language is Italian, with every text translated."""
    monkeypatch.setattr(messages, "LANGUAGES", ("it",))
    write_tree(tmp_path, {"tappa/a.py": CODE})
    messages.update(tmp_path, "it")
    text = po(tmp_path).read_text()
    text = text.replace('"Save %(name)s"\nmsgstr ""', '"Save %(name)s"\nmsgstr "Salva %(name)s"')
    text = text.replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "un contatto"\nmsgstr[1] "%(n)d contatti"')
    po(tmp_path).write_text(text.replace('"Open"\nmsgstr ""', '"Open"\nmsgstr "Aperta"'))
    return tmp_path


def change(tree: Path, old: str, new: str) -> list[str]:
    text = po(tree).read_text()
    assert old in text
    po(tree).write_text(text.replace(old, new))
    return messages.untranslated(tree)


def test_a_whole_translation_is_fine_and_stays_as_it_is(tree: Path) -> None:
    assert messages.untranslated(tree) == []
    before = po(tree).read_text()
    assert messages.update(tree, "it") == 0
    assert po(tree).read_text() == before


def test_a_new_text_is_missed_and_then_stands_where_the_code_has_it(tree: Path) -> None:
    write_tree(tree, {"tappa/a.py": CODE.replace('pgettext("', '_("Delete")\npgettext("')})
    assert messages.untranslated(tree) == ["it: 'Delete' is missing: run script/messages and translate it."]
    assert messages.update(tree, "it") == 1
    text = po(tree).read_text()
    assert text.index("contatti") < text.index("Delete") < text.index("Aperta")
    assert messages.untranslated(tree) == ["it: 'Delete' has no translation."]


def test_a_text_that_is_gone_is_found_and_leaves(tree: Path) -> None:
    write_tree(tree, {"tappa/a.py": CODE.replace('_("Open")\n', "")})
    assert messages.untranslated(tree) == ["it: 'Open' stands in no code any more: run script/messages."]
    assert messages.update(tree, "it") == 0
    assert messages.untranslated(tree) == []


def test_a_doubt_is_found(tree: Path) -> None:
    found = change(tree, '#, python-format\nmsgid "Save', '#, fuzzy, python-format\nmsgid "Save')
    assert found == ["it: 'Save %(name)s' is marked fuzzy: look at it and take the mark away."]


def test_obsolete_texts_are_found(tree: Path) -> None:
    found = change(tree, 'msgctxt "stage"', '#~ msgid "Old"\n#~ msgstr "Vecchio"\n\nmsgctxt "stage"')
    assert "it: 'Old' is marked obsolete: run script/messages." in found


@pytest.mark.parametrize(
    ("old", "new"),
    [("Salva %(name)s", "Salva %(nome)s"), ("%(n)d contatti", "contatti"), ("un contatto", "%(m)d")],
)
def test_other_placeholders_are_found(tree: Path, old: str, new: str) -> None:
    found = change(tree, f'"{old}"', f'"{new}"')
    assert len(found) == 1
    assert "has other placeholders" in found[0]


def test_a_language_without_a_file_is_found(tree: Path) -> None:
    po(tree).unlink()
    assert messages.untranslated(tree) == [
        "it: there is no tappa/locale/it/LC_MESSAGES/django.po: run script/messages."
    ]


def test_texts_of_templates_are_texts_too(tmp_path: Path) -> None:
    page = '{{ _("Add contact") }}{% trans name=page.name %}Reply to {{ name }}{% endtrans %}{{ ngettext("a", "b", n) }}'
    write_tree(tmp_path, {"tappa/web/inbox/templates/inbox/page.html": page})
    found = [message.id for message in messages.texts_in_code(tmp_path) if message.id]
    assert found == ["Add contact", "Reply to %(name)s", ("a", "b")]
