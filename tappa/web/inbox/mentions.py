"""Who a comment calls: members whose name stands in it after "@"."""

import re
from collections.abc import Collection, Sequence

from tappa.core.accounts.grants import Role, Sight, sight
from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import members_of
from tappa.core.inbox.rules import COMMENT_LIMIT


def called_in(text: str, workspace_id: int, *, chosen: Collection[int] = ()) -> list[int]:
    """The ids of the members that the text calls by their whole name.

    Of several members of one name those that were `chosen` from the list are meant. A name is taken out once it is
    found, so that "@Ana Ruiz Mora" does not call Ana Ruiz as well. People name themselves, and whoever is called may see
    the contact: so only whole words call, that no "G" be called by "ana@gmail.com"; and where none was chosen, a name
    that several have calls those who see all contacts anyway, that nobody see more by taking a colleague's name.
    """
    names: dict[str, list[Member]] = {}
    for member in members_of(workspace_id):
        names.setdefault(member.user.name.casefold(), []).append(member)
    rest = text[
        :COMMENT_LIMIT
    ].casefold()  # a longer one is refused; here it would be read once for each member
    called: list[int] = []
    for name in sorted(names, key=len, reverse=True):
        rest, found = re.subn(rf"(?<!\w)@{re.escape(name)}(?!\w)", " ", rest)
        if found:
            called += _meant(names[name], chosen)
    return called


def _meant(namesakes: Sequence[Member], chosen: Collection[int]) -> list[int]:
    meant = [member.id for member in namesakes if member.id in chosen]
    if meant or len(namesakes) == 1:
        return meant or [namesakes[0].id]
    return [member.id for member in namesakes if sight(Role(member.role), member.restrictions) is Sight.ALL]
