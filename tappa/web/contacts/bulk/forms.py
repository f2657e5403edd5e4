"""What a form of the bulk bar sends: whom it is about, and what is to be done with them."""

from collections.abc import Iterator
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from tappa.core.accounts.queries import member_by, team_by
from tappa.core.contacts.changes import Change
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.selection import Matching, Selection, Ticked
from tappa.core.contacts.tags import tag_by_id, tags_in
from tappa.core.lifecycle.queries import stage_by_id
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Invalid
from tappa.web.contacts.asked import asked_of
from tappa.web.shell.visit import Visit

DIGITS: Final = 16
KINDS: Final = {kind.value: kind for kind in OperationKind if kind is not OperationKind.EMPTY_STAGE}


def read_selection(visit: Visit, given: QueryDict) -> Selection:
    """The contacts: `ids`, or with `whole` all that the table's filter and search find (`Asked.chosen`). Raises Invalid where
    these are not told: who forgets them does not mean everybody."""
    if given.get("whole"):
        if not given.get("filter") or "search" not in given:
            raise Invalid(_("Reload the page: it does not say which contacts are meant."), field="contacts")
        # Nothing else of the form: `stage` is where they go here, and a filter in older addresses.
        told = QueryDict(mutable=True)
        for name in ("segment", "filter", "search"):
            told.setlist(name, given.getlist(name))
        asked = asked_of(visit, told)
        return Matching(asked.filter, asked.reading, asked.search)
    return Ticked(tuple(_numbers(given.get("ids", "").split(","))))


def read_change(visit: Visit, given: QueryDict) -> Change:
    """What is to be done. Raises Invalid for what is nothing, NotFound for what is gone."""
    kind = KINDS.get(given.get("kind", ""))
    workspace_id = visit.workspace.id
    match kind:
        case None:
            raise Invalid(_("Choose what to do with the contacts."), field="kind")
        case OperationKind.MOVE:
            if not visit.stages_shown or "stage" not in given:
                raise Invalid(_("Choose a stage."), field="stage")
            stage = given.get("stage", "")
            return Change(kind, stage=stage_by_id(workspace_id, _number(stage)) if stage else None)
        case OperationKind.TAG | OperationKind.UNTAG:
            return _tagging(visit.workspace.id, kind, given.getlist("tag"))
        case OperationKind.ASSIGN:
            return _assignment(workspace_id, given)
    return Change(kind)


def _assignment(workspace_id: int, given: QueryDict) -> Change:
    member, team = given.get("member", ""), given.get("team", "")
    return Change(
        OperationKind.ASSIGN,
        member=member_by(workspace_id, _number(member)) if member else None,
        team=team_by(workspace_id, _number(team)) if team and not member else None,
    )


def _tagging(workspace_id: int, kind: OperationKind, words: list[str]) -> Change:
    """Tags by id or by name; new names make new tags where tags are added."""
    ids = [word for word in words if word.isascii() and word.isdigit()]
    names = [word for word in words if word.strip() and word not in ids]
    tags = [tag_by_id(workspace_id, _number(word)) for word in ids]
    if kind is OperationKind.TAG:
        return Change(kind, tags=tags, new_tags=names)
    folded = [fold_name(name) for name in names]
    return Change(kind, tags=[*tags, *tags_in(workspace_id).filter(folded_name__in=folded)])


def _numbers(words: list[str]) -> Iterator[int]:
    for word in words:
        if number := _number(word):
            yield number


def _number(word: str) -> int:
    """A number as ids are written; 0, which none has, for anything else."""
    word = word.strip()
    return int(word) if word.isascii() and word.isdigit() and len(word) <= DIGITS else 0
