"""Standings repeat conversations anew, and the lists of the inbox standings, should they ever say another thing: the inbox
is listed and counted by them."""

from tappa.core.inbox.sql_standings import LIST_ANEW, REPEAT_ANEW, STANDINGS_OFF, StandingOff
from tappa.kernel.moments import at_one_moment
from tappa.kernel.sql import fetch_all


def standings_off() -> list[StandingOff]:
    """The contacts, of all workspaces, whose standing repeats another thing than is the case, or a list another than it."""
    return fetch_all(StandingOff, STANDINGS_OFF, {})


def repeat_standings() -> list[StandingOff]:
    """Let the standings of these contacts say what is the case, and the lists what standings say. Returns them, each once. The
    tallies follow by their trigger."""
    found = at_one_moment(
        lambda: fetch_all(StandingOff, REPEAT_ANEW, {}) + fetch_all(StandingOff, LIST_ANEW, {})
    )
    return list(dict.fromkeys(found))
