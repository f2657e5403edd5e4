"""What settings must be before they are saved, worded once. Each refusal names the field, and the stage by its place."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.rules import (
    DESCRIPTION_LIMIT,
    NAME_LIMIT,
    STAGE_LIMIT,
    Kind,
    fold_name,
    has_control,
    is_emoji,
)
from tappa.kernel.errors import Conflict, Invalid


class BadStage(Invalid):
    """A stage of a draft that cannot be. `place` is where it stands in `Draft.stages`, from 0."""

    def __init__(self, message: str, *, field: str, place: int = 0) -> None:
        super().__init__(message, field=field)
        self.place = place


def trimmed(draft: Draft) -> Draft:
    """The draft without the spaces around what people typed."""
    stages = (
        replace(
            stage,
            name=stage.name.strip(),
            description=stage.description.strip(),
            emoji=stage.emoji.strip(),
        )
        for stage in draft.stages
    )
    return replace(draft, stages=tuple(stages))


def checked_draft(draft: Draft) -> Draft:
    """The draft, trimmed. Raises the first of its `problems`."""
    draft = trimmed(draft)
    for problem in problems(draft):
        raise problem
    return draft


def checked_stage(stage: DraftStage) -> DraftStage:
    """One stage, trimmed. Raises the first of its `stage_problems`."""
    (stage,) = trimmed(Draft(0, None, (stage,))).stages
    for problem in stage_problems(stage):
        raise problem
    return stage


def name_is_free(stage: DraftStage, present: Draft) -> None:
    """Raises Conflict when another stage of the kind has the name (L4)."""
    for other in present.of_kind(stage.kind):
        if other.id != stage.id and fold_name(other.name) == fold_name(stage.name):
            raise Conflict(name_taken(stage.name).message, field="name")


def problems(draft: Draft) -> Iterator[Invalid]:
    """All that keeps a draft from being saved, whatever the present settings are: BadStage for what is wrong with one
    stage, Invalid on the field `stages` for the whole."""
    for place, stage in enumerate(draft.stages):
        yield from (_placed(problem, place) for problem in stage_problems(stage))
    yield from _doubles(draft)
    if len(draft.stages) > STAGE_LIMIT:
        yield Invalid(
            _("There are at most %(limit)d stages, lifecycle and lost ones together: leave some out.")
            % {"limit": STAGE_LIMIT},
            field="stages",
        )
    if not draft.of_kind(Kind.LIFECYCLE):
        yield last_stage()


def stage_problems(stage: DraftStage) -> Iterator[BadStage]:
    """All that is wrong with a stage by itself."""
    if not 1 <= len(stage.name) <= NAME_LIMIT or not fold_name(stage.name):
        yield BadStage(_("name must have 1 to %(limit)d characters.") % {"limit": NAME_LIMIT}, field="name")
    if len(stage.description) > DESCRIPTION_LIMIT:
        yield BadStage(
            _("description must have at most %(limit)d characters.") % {"limit": DESCRIPTION_LIMIT},
            field="description",
        )
    for field in ("name", "description"):
        if has_control(getattr(stage, field)):
            yield BadStage(
                _("%(field)s must be plain text on one line, without control characters.") % {"field": field},
                field=field,
            )
    if stage.emoji and not is_emoji(stage.emoji):
        yield BadStage(_("emoji must be one emoji, or be left out."), field="emoji")
    if stage.kind == Kind.LOST and (stage.is_default or stage.is_won):
        yield only_lifecycle("is_default" if stage.is_default else "is_won")


def name_taken(name: str, *, place: int = 0) -> BadStage:
    """The refusal of a name that another stage of the kind has (L4)."""
    return BadStage(
        _("Another stage of this kind has the name %(name)s already.") % {"name": name},
        field="name",
        place=place,
    )


def only_lifecycle(field: str) -> BadStage:
    """The refusal of a lost stage as the default or the won one (L7)."""
    sentences = {
        "is_default": _("is_default: only a lifecycle stage can be the default, not a lost one."),
        "is_won": _("is_won: only a lifecycle stage can be the won stage, not a lost one."),
    }
    return BadStage(sentences[field], field=field)


def only_one(field: str, *, place: int) -> BadStage:
    """The refusal of a second default, or a second won stage (L7)."""
    sentences = {
        "is_default": _("is_default: only one stage can be the default."),
        "is_won": _("is_won: only one stage can be the won stage."),
    }
    return BadStage(sentences[field], field=field, place=place)


def last_stage() -> Invalid:
    """The refusal of settings without a lifecycle stage (L10)."""
    return Invalid(
        _("At least one lifecycle stage must remain: add another lifecycle stage first."), field="stages"
    )


def _placed(problem: BadStage, place: int) -> BadStage:
    problem.place = place
    return problem


def _doubles(draft: Draft) -> Iterator[BadStage]:
    """What may stand once and stands twice: an id, a name within its kind, the default, the won stage."""
    seen: set[object] = set()
    for place, stage in enumerate(draft.stages):
        if stage.id is not None and ("id", stage.id) in seen:
            yield BadStage(
                _("id: the stage %(id)d is listed twice.") % {"id": stage.id}, field="id", place=place
            )
        if (stage.kind, folded := fold_name(stage.name)) in seen and folded:
            yield name_taken(stage.name, place=place)
        for field in ("is_default", "is_won"):
            if getattr(stage, field) and field in seen:
                yield only_one(field, place=place)
        seen |= {("id", stage.id), (stage.kind, folded)}
        seen |= {field for field in ("is_default", "is_won") if getattr(stage, field)}
