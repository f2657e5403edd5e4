"""What a segment may be: plain decisions, no database."""

from typing import Final

SEGMENT_LIMIT: Final = 100  # in a workspace
NAME_LIMIT: Final = 50
EMOJI_LIMIT: Final = 16  # code points, as of a stage
