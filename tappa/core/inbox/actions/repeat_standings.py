"""Standings repeat conversations anew, should they ever say another thing: the inbox is listed and counted by them."""

from tappa.core.inbox.sql_standings import REPEAT_ANEW, STANDINGS_OFF, StandingOff
from tappa.kernel.moments import at_one_moment
from tappa.kernel.sql import fetch_all


def standings_off() -> list[StandingOff]:
    """The contacts, of all workspaces, whose standing repeats another thing than is the case."""
    return fetch_all(StandingOff, STANDINGS_OFF, {})


def repeat_standings() -> list[StandingOff]:
    """Let the standings of these contacts say what is the case. Returns them. The tallies follow by their trigger."""
    return at_one_moment(lambda: fetch_all(StandingOff, REPEAT_ANEW, {}))
