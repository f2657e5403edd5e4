"""What the core refuses about a draft, at the field that it is about; and the draft as the core reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tappa.core.lifecycle.checks import BadStage, problems, trimmed
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.kernel.errors import Invalid
from tappa.web.settings.stages.drafts import PageDraft
from tappa.web.settings.stages.forms import TEXTS


@dataclass(frozen=True, slots=True)
class Errors:
    """Sentences by row and field; `above` is what is about the whole."""

    above: str = ""
    rows: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of_row(self, key: str) -> Mapping[str, str]:
        """What is wrong with one row, by field."""
        return {field: text for (row, field), text in self.rows.items() if row == key}


def core_draft(draft: PageDraft) -> Draft:
    """The draft as the core reads it: without keys, and with the switch as it is."""
    return Draft(
        draft.version,
        None,
        tuple(
            DraftStage(
                id=row.stage_id,
                kind=row.kind,
                name=row.name,
                description=row.description,
                emoji=row.emoji,
                is_default=draft.default == row.key,
                is_won=draft.won == row.key,
            )
            for row in draft.rows
        ),
    )


def errors_in(draft: PageDraft, refusal: Invalid) -> Errors:
    """All that is wrong with the draft; where the checks find nothing, what it was refused for."""
    above: list[str] = []
    rows: dict[tuple[str, str], str] = {}
    for problem in list(problems(trimmed(core_draft(draft)))) or [refusal]:
        if isinstance(problem, BadStage) and problem.field in TEXTS:
            rows.setdefault((draft.rows[problem.place].key, problem.field), problem.message)
        else:
            above.append(problem.message)
    return Errors(" ".join(above), rows)
