"""The page in each language, with the terms of section 9 to the letter; and what a newcomer does on it."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tappa.core.accounts.models import Member
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.browser import Windows
from tests.support.web import WebServer
from tests.web.settings.stages.editing import Desk
from tests.web.settings.visits import Visitor, text_of

TERMS = {
    "it": (
        "Ciclo di vita",
        "Mostra fasi del ciclo di vita",
        "Fasi del ciclo di vita",
        "Fasi perse",
        "Non qualificato",
        "Nessuna risposta",
        "Perso contro il concorrente",
        "Aggiungi fase",
        "Imposta come predefinito",
        "Salva",
        "Elimina",
        "Assegna contatto/i a un'altra fase",
    ),
    "es": (
        "Ciclo de vida",
        "Mostrar etapas de ciclo de vida",
        "Etapas de ciclo de vida",
        "Etapas perdidas",
        "No calificado",
        "Sin respuesta",
        "Perdido por el competidor",
        "Añadir etapa",
        "Establecer como predeterminado",
        "Guardar",
        "Eliminar",
        "Asignar contacto(s) a otra etapa",
    ),
}


def speaking(member: Member, language: str) -> Member:
    """The member reads Tappa in this language."""
    member.user.language = language
    member.user.save(update_fields=["language"])
    return member


@pytest.mark.parametrize(("language", "terms"), TERMS.items())
def test_the_terms_are_those_of_section_9(
    language: str, terms: Sequence[str], server: WebServer, cast: Cast
) -> None:
    visitor = Visitor(server, speaking(cast.owner, language))
    stage = stage_named(cast.owner.workspace, "Customer")
    new_contact(cast.owner.workspace, stage)
    page = text_of(visitor.get("settings_stage_deletion", stage_id=stage.id))
    assert [term for term in terms if term not in page] == []


def test_a_newcomer_sets_up_a_process_of_their_own(windows: Windows, server: WebServer, cast: Cast) -> None:
    """L3 to L8 in one go, in Italian: stages renamed and moved, one taken from the suggestions, one save."""
    workspace = cast.owner.workspace
    desk = Desk(windows, server, speaking(cast.owner, "it"))
    page: Page = desk.page
    for old, new in (("New Lead", "Nuovo contatto"), ("Hot Lead", "Preventivo"), ("Customer", "Cliente")):
        desk.field(stage_named(workspace, old)).fill(new)
    desk.field(stage_named(workspace, "Payment")).fill("Pagamento")
    desk.field(stage_named(workspace, "Cold Lead")).fill("Contatto freddo")
    page.get_by_role("button", name="Nessuna risposta").click()
    desk.choose(stage_named(workspace, "Hot Lead"), "Imposta come predefinito")
    expect(desk.bar).to_contain_text("7 modifiche")
    desk.bar.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("Ciclo di vita salvato")).to_be_visible()
    stages = stages_of(workspace.id)
    assert [stage.name for stage in stages] == [
        "Nuovo contatto",
        "Preventivo",
        "Pagamento",
        "Cliente",
        "Contatto freddo",
        "Nessuna risposta",
    ]
    assert [stage.name for stage in stages if stage.is_default] == ["Preventivo"]
    assert stages[-1].description
