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
# Never tried, nor anybody before it in its contact's line, and ahead by more than clocks of two servers differ: a new
# message is due at once, so that the clock was set back.
NEW_DELIVERIES_WAIT: Final = """
SELECT EXISTS (
    SELECT FROM inbox_delivery d
    WHERE d.state = 'queued' AND d.attempts = 0 AND d.next_attempt_at > statement_timestamp() + interval '1 minute'
      AND NOT EXISTS (
          SELECT FROM inbox_delivery before
          WHERE before.workspace_id = d.workspace_id AND before.contact_id = d.contact_id
            AND before.state = 'queued' AND before.id < d.id AND before.attempts > 0)
)
"""
HASTEN_DELIVERIES: Final = """
UPDATE inbox_delivery d SET next_attempt_at = statement_timestamp()
WHERE d.state = 'queued' AND d.attempts = 0 AND d.next_attempt_at > statement_timestamp() + interval '1 minute'
  AND NOT EXISTS (
        SELECT FROM inbox_delivery before
        WHERE before.workspace_id = d.workspace_id AND before.contact_id = d.contact_id
          AND before.state = 'queued' AND before.id < d.id AND before.attempts > 0)
RETURNING d.id
"""
