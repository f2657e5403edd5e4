"""Texts for people: taken out of the code, brought into the translations, and checked there.

`python -m tests.house.messages` (script/messages) updates tappa/locale; the house rules only look.
"""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.house.source import ROOT

LANGUAGES = ("it", "es")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
Texts = dict[tuple[str | None, Any], Message]
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*[\d.]*[sdf]|%[sdf]|\{\w*\}")


def texts_in_code(root: Path = ROOT) -> Catalog:
    """Every text that the code under tappa/ gives to translation, in the order of files and lines."""
    found = Catalog()
    methods = [
        ("**/migrations/**.py", "ignore"),
        ("**.py", "python"),
        ("**/django_templates/**", f"{__name__}:texts_of_django_template"),
        ("**/templates/**.html", "jinja2"),
    ]
    for path, line, message, comments, context in sorted(
        extract_from_dir(str(root / "tappa"), methods, keywords=KEYWORDS, comment_tags=("Translators:",)),
        key=lambda text: (text[0], text[1]),
    ):
        found.add(message, None, [(path, line)], auto_comments=comments, context=context)
    return found


def texts_of_django_template(
    file: IO[bytes],
    keywords: Any,
    comment_tags: Any,
    options: Any,
) -> Iterator[Any]:
    """The texts of a template in Django's language, which Django itself turns into something like Python."""
    code = templatize(file.read().decode(), origin=file.name)
    yield from extract_python(BytesIO(code.encode()), keywords, comment_tags, {})


def texts_file(root: Path, language: str) -> Path:
    """Where a language's translations stand."""
    return root / "tappa" / "locale" / language / "LC_MESSAGES" / "django.po"


def update(root: Path, language: str) -> int:
    """Bring a language's file up to date with the code; returns how many texts have no translation yet.

    A text that is gone goes out of the file; nothing is guessed; the order is that of the code, without its lines.
    """
    path = texts_file(root, language)
    catalog = _read(path, language) if path.exists() else Catalog(locale=language)
    catalog.update(texts_in_code(root), no_fuzzy_matching=True)
    content = BytesIO()
    write_po(content, catalog, omit_header=True, no_location=True, ignore_obsolete=True, width=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(language=language, plural_forms=catalog.plural_forms)
    path.write_text(header + content.getvalue().decode().lstrip("\n"))
    return sum(1 for message in catalog if message.id and not _is_translated(message))


def untranslated(root: Path = ROOT) -> list[str]:
    """Texts of the code that a language lacks, has in doubt, has too many of, or has with other placeholders."""
    wanted: Texts = {(message.context, message.id): message for message in texts_in_code(root) if message.id}
    return [sentence for language in LANGUAGES for sentence in _wrong(root, language, wanted)]


def _wrong(root: Path, language: str, wanted: Texts) -> Iterator[str]:
    path = texts_file(root, language)
    if not path.exists():
        yield f"{language}: there is no {path.relative_to(root)}: run script/messages."
        return
    catalog = _read(path, language)
    present = {(message.context, message.id): message for message in catalog if message.id}
    for key in wanted.keys() - present.keys():
        yield f"{language}: {key[1]!r} is missing: run script/messages and translate it."
    for key in present.keys() - wanted.keys():
        yield f"{language}: {key[1]!r} stands in no code any more: run script/messages."
    for message in catalog.obsolete.values():
        yield f"{language}: {message.id!r} is marked obsolete: run script/messages."
    for message in present.values():
        if fault := _fault(message):
            yield f"{language}: {message.id!r} {fault}"


def _fault(message: Message) -> str:
    if message.fuzzy:
        return "is marked fuzzy: look at it and take the mark away."
    if not _is_translated(message):
        return "has no translation."
    if not _has_same_placeholders(message):
        return f"has other placeholders than {message.string!r}."
    return ""


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _forms(text: object) -> list[str]:
    return list(text) if isinstance(text, list | tuple) else [str(text or "")]


def _is_translated(message: Message) -> bool:
    return all(form.strip() for form in _forms(message.string))


def _has_same_placeholders(message: Message) -> bool:
    """The plural decides: a singular may leave its number out, in English and elsewhere."""
    wanted = Counter(PLACEHOLDER.findall(_forms(message.id)[-1]))
    *singular, plural = _forms(message.string)
    return Counter(PLACEHOLDER.findall(plural)) == wanted and all(
        set(PLACEHOLDER.findall(form)) <= wanted.keys() for form in singular
    )


def main() -> None:
    """Update every language and say what is left to do."""
    for language in LANGUAGES:
        missing = update(ROOT, language)
        print(f"{texts_file(ROOT, language).relative_to(ROOT)}: {missing or 'nothing'} left to translate")


if __name__ == "__main__":
    main()
