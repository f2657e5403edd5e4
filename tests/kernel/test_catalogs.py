"""Translations are made ready when their texts have changed, and used as they are where nothing can be written."""

import gettext
import os
from pathlib import Path

import pytest

from tappa.kernel.catalogs import compile_catalogs
from tappa.kernel.errors import DomainError

TEXTS = 'msgid ""\nmsgstr ""\n"Language: it\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Save"\nmsgstr "{word}"\n'


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The Italian texts of a made locale directory, two levels above."""
    path = tmp_path / "it" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(TEXTS.format(word="Salva"))
    return path


def translated(texts: Path) -> str:
    with texts.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Save")


def refuse(path: Path, content: bytes) -> int:
    raise OSError(30, "Read-only file system", str(path))


def test_a_missing_catalog_is_made_and_a_fresh_one_left_alone(texts: Path, tmp_path: Path) -> None:
    assert compile_catalogs(tmp_path) == [texts.with_suffix(".mo")]
    assert translated(texts) == "Salva"
    assert compile_catalogs(tmp_path) == []
    assert sorted(file.name for file in texts.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_catalog_is_made_again_when_its_texts_are_newer_or_older(texts: Path, tmp_path: Path) -> None:
    compile_catalogs(tmp_path)
    texts.write_text(TEXTS.format(word="Registra"))
    os.utime(texts, (1_000_000_000, 1_000_000_000))  # a checkout of an older version
    assert len(compile_catalogs(tmp_path)) == 1
    assert translated(texts) == "Registra"


def test_where_nothing_can_be_written_the_catalog_is_used_as_it_is(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_catalogs(tmp_path)
    os.utime(texts, (1_000_000_000, 1_000_000_000))
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert compile_catalogs(tmp_path) == []
    assert translated(texts) == "Salva"


def test_where_nothing_can_be_written_and_nothing_is_there_a_sentence_says_so(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(DomainError, match=r"django\.mo cannot be written \(Read-only file system\)"):
        compile_catalogs(tmp_path)
