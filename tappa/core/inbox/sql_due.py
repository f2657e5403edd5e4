"""Whether there is anything for the schedule, over all workspaces: asked all the time, and nearly always in vain."""

from typing import Final

CONVERSATIONS_DUE: Final = """
SELECT EXISTS (
    SELECT FROM inbox_conversation WHERE status = 'snoozed' AND snoozed_until <= statement_timestamp()
)
"""
POSTS_DUE: Final = """
SELECT EXISTS (SELECT FROM inbox_inboundpost WHERE next_attempt_at <= statement_timestamp())
"""
