"""Who a comment calls: members whose name stands in it after "@"."""

import re
from collections.abc import Collection

from tappa.core.accounts.queries import members_of


def called_in(text: str, workspace_id: int, *, chosen: Collection[int] = ()) -> list[int]:
    """The ids of the members that the text calls by their whole name.

    Of several members of one name those that were `chosen` from the list are meant, or all where none was. A name is
    taken out once it is found, so that "@Ana Ruiz Mora" does not call Ana Ruiz as well. Only whole words call: people
    name themselves, and whoever is called may see the contact, so that no "G" may be called by "ana@gmail.com".
    """
    names: dict[str, list[int]] = {}
    for member in members_of(workspace_id):
        names.setdefault(member.user.name.casefold(), []).append(member.id)
    rest = text.casefold()
    called: list[int] = []
    for name in sorted(names, key=len, reverse=True):
        rest, found = re.subn(rf"(?<!\w)@{re.escape(name)}(?!\w)", " ", rest)
        if found:
            meant = [id_ for id_ in names[name] if id_ in chosen]
            called += meant or names[name]
    return called
