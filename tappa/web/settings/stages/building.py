"""The parts of the lifecycle page, from what is saved and what was typed."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from tappa.core.contacts.filters.uses import stage_uses
from tappa.core.inbox.custom import inbox_of_lost
from tappa.core.lifecycle.content import suggested_lost_stages
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import present_draft, stages_are_shown, stages_of
from tappa.core.lifecycle.rules import HUES, STAGE_LIMIT, Kind, fold_name
from tappa.core.reports.queries import contacts_at_stages
from tappa.web.contacts.addresses import contacts_at
from tappa.web.settings.stages.drafts import BLANK, PageDraft, Row, page_draft
from tappa.web.settings.stages.forms import written
from tappa.web.settings.stages.pages import Clash, CountsPart, ShowingPart, StageRow, StagesPart, Suggestion
from tappa.web.settings.stages.refusing import Errors
from tappa.web.shell.uses import shown_uses
from tappa.web.shell.visit import Visit


def showing_part(visit: Visit) -> ShowingPart:
    """The switch."""
    return ShowingPart(is_shown=stages_are_shown(visit.workspace.id))


def counts_part(visit: Visit) -> CountsPart:
    """How many contacts stand at each stage, and the version of the settings."""
    present = present_draft(visit.workspace.id)
    contacts = contacts_at_stages(visit.workspace.id)
    counts = {stage.id: contacts.get(stage.id, 0) for stage in present.stages if stage.id is not None}
    return CountsPart(version=present.version, contacts=counts)


def stages_part(
    visit: Visit,
    typed: PageDraft | None = None,
    base: PageDraft | None = None,
    *,
    errors: Errors | None = None,
    clash: Clash | None = None,
) -> StagesPart:
    """The form: as it is saved, or as it was `typed` on top of its `base`."""
    saved = page_draft(present_draft(visit.workspace.id))
    draft = typed or saved
    errors = errors or Errors()
    rows = _Rows(visit, draft, errors)
    return StagesPart(
        draft=draft,
        base=written(base or saved),
        lists=tuple((kind, tuple(map(rows.row, draft.of_kind(kind)))) for kind in Kind),
        blank={kind: rows.row(Row(key=BLANK, kind=kind)) for kind in Kind},
        suggestions=_suggestions(visit, draft),
        limit=STAGE_LIMIT,
        lost_inbox=_lost_inbox(visit),
        errors={"": errors.above} if errors.above else {},
        clash=clash,
    )


class _Rows:
    """What the rows need to know of the database, asked once."""

    def __init__(self, visit: Visit, draft: PageDraft, errors: Errors) -> None:
        self.visit, self.draft, self.errors = visit, draft, errors
        self.saved: Mapping[int, Stage] = {stage.id: stage for stage in stages_of(visit.workspace.id)}
        self.contacts = contacts_at_stages(visit.workspace.id)
        self.uses = stage_uses(visit.workspace.id)
        self.steps = len(draft.of_kind(Kind.LIFECYCLE))
        self.saved_steps = sum(stage.kind == Kind.LIFECYCLE for stage in self.saved.values())
        self.hues = Counter(stage.hue for stage in self.saved.values() if stage.kind == Kind.LIFECYCLE)

    def row(self, row: Row) -> StageRow:
        """A row of the draft as the page shows it."""
        stage = self.saved.get(row.stage_id or 0)
        is_last = stage is not None and stage.kind == Kind.LIFECYCLE and self.saved_steps == 1
        return StageRow(
            key=row.key,
            kind=row.kind,
            hue=stage.hue if stage is not None and stage.hue else self._free_hue(row),
            name=row.name,
            description=row.description,
            emoji=row.emoji,
            is_new=stage is None,
            is_default=self.draft.default == row.key,
            is_won=self.draft.won == row.key,
            is_only=row.kind == Kind.LIFECYCLE and self.steps == 1 and row.key != BLANK,
            contacts=self.contacts.get(stage.id, 0) if stage is not None else 0,
            list_address=contacts_at(self.visit, [] if stage is None else [stage.id]),
            deletion=""
            if stage is None or is_last
            else self.visit.url("settings_stage_deletion", stage_id=stage.id),
            kept=_("The last lifecycle stage stays: add and save another one first.") if is_last else "",
            uses=shown_uses(self.visit, self.uses.get(stage.id, []) if stage is not None else []),
            errors=self.errors.of_row(row.key),
        )

    def _free_hue(self, row: Row) -> int:
        """The colour that a stage would get: the least used."""
        hue = min(range(1, HUES + 1), key=lambda hue: self.hues[hue])
        if row.key != BLANK and row.kind == Kind.LIFECYCLE:
            self.hues[hue] += 1
        return hue


def _lost_inbox(visit: Visit) -> str:
    inbox = inbox_of_lost(visit.member)
    return visit.url("inbox_list", box=f"custom-{inbox.id}") if inbox else ""


def _suggestions(visit: Visit, draft: PageDraft) -> tuple[Suggestion, ...]:
    """The suggested lost stages that the draft does not have yet, in the reader's language (L3)."""
    taken = {fold_name(row.name) for row in draft.of_kind(Kind.LOST)}
    return tuple(
        Suggestion(each.name, each.description, each.emoji)
        for each in suggested_lost_stages(visit.user.language)
        if fold_name(each.name) not in taken
    )
