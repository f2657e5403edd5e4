"""What a new workspace is given: L1, L3, and section 9's words."""

from secrets import token_hex

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.actions.found_workspace import found_workspace
from tappa.core.lifecycle.content import suggested_lost_stages
from tappa.core.lifecycle.queries import default_stage, stages_of

NAMES = {
    "en": ["New Lead", "Hot Lead", "Payment", "Customer", "Cold Lead"],
    "it": ["Nuovo contatto", "Contatto attivo", "Pagamento", "Cliente", "Contatto freddo"],
    "es": ["Nuevo Lead", "Hot Lead", "Pago", "Cliente", "Cold Lead"],
}
SUGGESTIONS = {
    "en": ["Unqualified", "No response", "Lost to competitor"],
    "it": ["Non qualificato", "Nessuna risposta", "Perso contro il concorrente"],
    "es": ["No calificado", "Sin respuesta", "Perdido por el competidor"],
}


def test_l1_lifecycle_is_on_in_a_new_workspace(workspace: Workspace) -> None:
    assert workspace.lifecycle.show


@pytest.mark.parametrize("language", ["en", "it", "es"])
def test_l3_the_first_stages_come_in_the_language_of_who_signs_up(language: str) -> None:
    workspace = found_workspace(name="Studio", slug=f"s-{token_hex(6)}", language=language)
    stages = stages_of(workspace.id)
    assert [stage.name for stage in stages] == NAMES[language]
    assert [stage.kind for stage in stages] == ["lifecycle"] * 4 + ["lost"]
    assert [stage.position for stage in stages] == [1, 2, 3, 4, 1]
    assert all(stage.emoji and stage.description for stage in stages)
    assert [stage.is_default for stage in stages] == [True, False, False, False, False]
    assert [stage.is_won for stage in stages] == [False, False, False, True, False]
    assert default_stage(workspace.id) == stages[0]


@pytest.mark.parametrize("language", ["en", "it", "es"])
def test_l3_suggestions_for_more_lost_stages(language: str) -> None:
    assert [draft.name for draft in suggested_lost_stages(language)] == SUGGESTIONS[language]
