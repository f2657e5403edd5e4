"""The link to the first steps, for the sidebar of the inbox."""

from tappa.web.shell.visit import Visit
from tappa.web.start.pages import StartLink
from tappa.web.start.steps import progress


def start_link(visit: Visit) -> StartLink:
    """What the row shows. Asks nothing where the member has put the list away."""
    if visit.member.hides_first_steps:
        return StartLink(progress=None)
    found = progress(visit)
    return StartLink(progress=None if found.is_complete else found)
