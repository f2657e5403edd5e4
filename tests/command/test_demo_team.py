"""What the team of the demo did with its inbox satisfies what actions keep. Each question asks for those who break a rule."""

import pytest

from tests.command.demo_support import Demo, fill, put_aside

# One demo serves all of these: without a group xdist would make one in each of its processes.
pytestmark = pytest.mark.xdist_group("demo team")
CONTACTS = 400

# Whom each rule must have found to judge by, and who breaks it.
RULES = {
    "standings repeat the latest conversation": (
        "SELECT count(DISTINCT conversation_status) - 3 FROM contacts_standing WHERE workspace_id = %(w)s",
        """SELECT standing.contact_id FROM contacts_standing standing
           LEFT JOIN LATERAL (SELECT * FROM inbox_conversation
             WHERE workspace_id = %(w)s AND contact_id = standing.contact_id ORDER BY id DESC LIMIT 1) talk ON true
           WHERE standing.workspace_id = %(w)s
             AND (conversation_id, conversation_status, conversation_opened_at, standing.last_message_at,
                  standing.waiting_since)
               IS DISTINCT FROM (talk.id, coalesce(talk.status, ''), talk.opened_at, talk.last_message_at,
                                 talk.waiting_since)""",
    ),
    "who sleeps was put to sleep, and that is told in the log": (
        "SELECT count(*) FROM inbox_conversation WHERE workspace_id = %(w)s AND status = 'snoozed'",
        """SELECT talk.id FROM (SELECT * FROM inbox_conversation WHERE workspace_id = %(w)s AND status = 'snoozed') talk
           FULL JOIN (SELECT * FROM activity_event WHERE workspace_id = %(w)s AND kind = 'conversation.snoozed') told
             ON told.conversation_id = talk.id
           WHERE talk.snoozed_until IS DISTINCT FROM (told.data ->> 'until')::timestamptz
              OR told.happened_at <= talk.last_message_at OR told.by_kind <> 'member' OR told.by_id IS NULL""",
    ),
    "comments and whom they mention are told in the log": (
        "SELECT count(*) FROM contacts_mention WHERE workspace_id = %(w)s",
        """SELECT comment.id FROM (
             SELECT *, (SELECT coalesce(jsonb_agg(member_id), '[]') FROM contacts_mention mention
                        WHERE mention.workspace_id = %(w)s AND mention.comment_id = written.id) AS mentioned
             FROM inbox_comment written WHERE workspace_id = %(w)s) comment
           FULL JOIN (SELECT * FROM activity_event WHERE workspace_id = %(w)s AND kind = 'comment.added') told
             ON (told.data ->> 'comment_id')::bigint = comment.id
           WHERE told.happened_at IS DISTINCT FROM comment.created_at OR told.contact_id <> comment.contact_id
              OR told.conversation_id IS DISTINCT FROM comment.conversation_id
              OR (told.by_kind, told.by_id) IS DISTINCT FROM (comment.by_kind, comment.by_id)
              OR told.data -> 'mentioned' <> comment.mentioned OR comment.text ~ '[{}]'
              OR (comment.text LIKE '%%@%%') <> (comment.mentioned <> '[]')""",
    ),
}


@pytest.fixture(scope="module")
def demo() -> Demo:
    """A demo, filled once for all questions."""
    put_aside()
    filled = fill(CONTACTS)
    put_aside()
    return filled


@pytest.mark.parametrize("rule", RULES)
def test_the_past_keeps_the_rule(demo: Demo, rule: str) -> None:
    """I5, E4: what actions keep holds for what was copied in."""
    judged, broken_by = RULES[rule]
    assert demo.number(judged) > 0
    assert demo.rows(broken_by) == []
