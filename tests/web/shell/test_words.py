"""What templates say, in the reader's language (section 9), and the small pieces that they keep."""

import pytest
from django.template import engines
from django.utils import translation
from markupsafe import Markup

from tappa.web.shell import words

LANGUAGES = ("en", "it", "es")


def rendered(template: str, **context: object) -> str:
    """What the pages' environment makes of it."""
    made = engines["jinja2"].from_string(template)
    return str(made.render(context))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_what_django_says_in_each_language_however_often_it_is_asked(language: str) -> None:
    """Section 9: kept words are kept for their language alone."""
    for _again in range(2):
        with translation.override(language):
            assert words.gettext("Unassigned") == translation.gettext("Unassigned")
            in_one = translation.pgettext("one conversation", "Unassigned")
            assert words.pgettext("one conversation", "Unassigned") == in_one
            assert rendered("{{ _('Contacts') }}") == translation.gettext("Contacts")
    said = set()
    for each in LANGUAGES:
        with translation.override(each):
            said.add(words.gettext("Unassigned"))
    assert len(said) == 3


def test_what_is_put_into_a_word_is_escaped_by_every_way() -> None:
    evil = "<b>&"
    for template in (
        "{% trans name=evil %}Select {{ name }}{% endtrans %}",
        "{{ _('Select %(name)s', name=evil) }}",
        "{{ pgettext('of somebody', 'Select %(name)s', name=evil) }}",
        "{% trans count=2, name=evil %}{{ name }} once{% pluralize %}Select {{ name }}{% endtrans %}",
        "{{ npgettext('of somebody', '%(name)s once', 'Select %(name)s', 2, name=evil) }}",
    ):
        with translation.override("en"):
            assert rendered(template, evil=evil) == "Select &lt;b&gt;&amp;", template
            assert rendered(template, evil=Markup("<i>")) == "Select <i>", template


def test_a_percent_sign_stays_one_and_numbers_choose_the_form() -> None:
    with translation.override("en"):
        assert rendered("{% trans %}100% of it{% endtrans %}") == "100% of it"
        forms = "{% trans count=n %}{{ count }} day{% pluralize %}{{ count }} days{% endtrans %}"
        assert [rendered(forms, n=n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
        assert rendered("{{ ngettext('%(num)s day', '%(num)s days', 3) }}") == "3 days"


def test_pieces_that_are_kept_are_escaped_and_no_two_are_confused() -> None:
    for name, hue in (("<b> Ruiz", 3), ("<b> Ruiz", 4), ("Marta Ruiz", 3)):
        made = rendered("{{ avatar(name, hue, 'sm', title=name) }}", name=name, hue=hue)
        title = name.replace("<", "&lt;").replace(">", "&gt;")
        assert f'data-hue="{hue}" title="{title}"' in made
        assert "<b>" not in made
        assert made == rendered("{{ avatar(name, hue, 'sm', title=name) }}", name=name, hue=hue)
    assert rendered("{{ emoji('') }}") == ""
    assert "<script" not in rendered("{{ stage_chip(name, '', 1, 'lifecycle') }}", name="<script>")
