"""What a custom inbox may be: plain decisions, no database."""

from enum import StrEnum
from typing import Final

NAME_LIMIT: Final = 50
EMOJI_LIMIT: Final = 16  # code points, as of a stage
MADE_LIMIT: Final = 50  # by one member: more are no sidebar any more
SHARED_LIMIT: Final = 100  # members and teams together that one is shared with
COUNT_LIMIT: Final = 999  # up to here a count is exact


class Visibility(StrEnum):
    """Who sees a custom inbox besides its maker (I2). What they see in it are the contacts that they may see."""

    PRIVATE = "private"
    SHARED = "shared"  # chosen members and teams
    PUBLIC = "public"  # every member


class Fold(StrEnum):
    """The sections of the sidebar that can be folded."""

    LIFECYCLE = "lifecycle"
    CUSTOM = "custom"
    TEAMS = "teams"
