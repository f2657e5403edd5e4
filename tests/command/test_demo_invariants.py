"""The demo's made-up past satisfies everything that actions keep. Each question asks for those who break a rule."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import msgspec
import phonenumbers
import pytest

from tappa.core.activity.facts import read_fact
from tappa.core.contacts.field_checks import checked_value
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import FieldValue
from tappa.core.contacts.rules import ContactDetails, search_text
from tappa.core.contacts.sql import MOVED_DATA
from tests.command.demo_support import UNTIL, Demo, fill, put_aside

# One demo serves all of these: without a group xdist would make one in each of its processes.
pytestmark = pytest.mark.xdist_group("demo invariants")
CONTACTS = 600  # more than a batch

# Whom each rule must have found to judge by, and who breaks it.
RULES = {
    "transitions count from 1 without gaps": (
        "SELECT count(*) FROM contacts_transition WHERE workspace_id = %(w)s AND seq > 3",
        """SELECT contact_id FROM contacts_transition WHERE workspace_id = %(w)s
           GROUP BY 1 HAVING min(seq) <> 1 OR max(seq) <> count(*)""",
    ),
    "each transition begins where the last one ended, and knows how long that was": (
        "SELECT count(*) FROM contacts_transition WHERE workspace_id = %(w)s AND seconds_before > 0",
        """SELECT id FROM (
             SELECT *, lag(to_stage_id) OVER line AS stood, coalesce(lag(to_name) OVER line, '') AS stood_name,
                    coalesce(lag(to_kind) OVER line, '') AS stood_kind, lag(happened_at) OVER line AS since
             FROM contacts_transition WHERE workspace_id = %(w)s WINDOW line AS (PARTITION BY contact_id ORDER BY seq)
           ) moved
           WHERE from_stage_id IS DISTINCT FROM stood OR from_name <> stood_name OR from_kind <> stood_kind
              OR seconds_before IS DISTINCT FROM floor(extract(epoch FROM happened_at - since))
              OR happened_at <= since""",
    ),
    "transitions carry the stage's name and kind": (
        "SELECT count(DISTINCT to_stage_id) - 4 FROM contacts_transition WHERE workspace_id = %(w)s",
        """SELECT moved.id FROM contacts_transition moved LEFT JOIN lifecycle_stage stage ON stage.id = to_stage_id
           WHERE moved.workspace_id = %(w)s
             AND (to_name <> coalesce(stage.name, '') OR to_kind <> coalesce(stage.kind, ''))""",
    ),
    "everybody came at the default stage, by its cause, in their first moment": (
        "SELECT count(*) FROM contacts_transition WHERE workspace_id = %(w)s AND seq = 1",
        """SELECT contact.id FROM contacts_contact contact
           LEFT JOIN contacts_transition first ON first.workspace_id = %(w)s AND contact_id = contact.id AND seq = 1
           LEFT JOIN lifecycle_stage stage ON stage.id = first.to_stage_id
           LEFT JOIN activity_event made ON made.workspace_id = %(w)s AND made.contact_id = contact.id
                AND made.kind = 'contact.created'
           WHERE contact.workspace_id = %(w)s AND (stage.is_default IS NOT TRUE OR first.cause IS DISTINCT FROM 'default'
             OR first.happened_at <> contact.created_at OR made.happened_at <> contact.created_at
             OR (first.by_kind, first.via) <> (made.by_kind, made.via) OR first.by_id IS DISTINCT FROM made.by_id)""",
    ),
    "later moves are members' own": (
        "SELECT count(*) FROM contacts_transition WHERE workspace_id = %(w)s AND seq > 1 AND via = 'board'",
        """SELECT id FROM contacts_transition WHERE workspace_id = %(w)s AND seq > 1
           AND (cause IS NOT NULL OR by_kind <> 'member' OR by_id NOT IN
                (SELECT id FROM accounts_member WHERE workspace_id = %(w)s))""",
    ),
    "standings sum the transitions up": (
        "SELECT count(*) FROM contacts_standing WHERE workspace_id = %(w)s AND transitions > 1",
        """SELECT contact.id FROM contacts_contact contact
           LEFT JOIN contacts_standing standing ON standing.contact_id = contact.id
           LEFT JOIN LATERAL (SELECT * FROM contacts_transition WHERE workspace_id = %(w)s AND contact_id = contact.id
                              ORDER BY seq DESC LIMIT 1) last ON true
           WHERE contact.workspace_id = %(w)s AND (standing.transitions IS DISTINCT FROM last.seq
             OR standing.stage_id IS DISTINCT FROM last.to_stage_id OR standing.stage_since <> last.happened_at)""",
    ),
    "each transition is told in the log": (
        "SELECT count(*) FROM activity_event WHERE workspace_id = %(w)s AND kind = 'contact.moved'",
        f"""SELECT coalesce(moved.id, event.id) FROM
             (SELECT *, {MOVED_DATA} AS told FROM contacts_transition WHERE workspace_id = %(w)s) moved
           FULL JOIN (SELECT * FROM activity_event WHERE workspace_id = %(w)s AND kind = 'contact.moved') event
             ON (event.data ->> 'transition_id')::bigint = moved.id
           WHERE event.data IS DISTINCT FROM moved.told OR event.contact_id <> moved.contact_id
              OR event.happened_at <> moved.happened_at OR (event.by_kind, event.via) <> (moved.by_kind, moved.via)
              OR event.by_id IS DISTINCT FROM moved.by_id OR event.cause IS DISTINCT FROM moved.cause""",  # noqa: S608  the constant is the action's own
    ),
    "each conversation's opening and closing is told in the log": (
        "SELECT count(*) FROM inbox_conversation WHERE workspace_id = %(w)s AND status = 'closed'",
        """SELECT talk.id FROM inbox_conversation talk LEFT JOIN (
             SELECT conversation_id,
                    array_agg(happened_at) FILTER (WHERE kind = 'conversation.opened') AS opened,
                    array_agg((happened_at, data ->> 'category', by_kind)::text)
                        FILTER (WHERE kind = 'conversation.closed') AS closed
             FROM activity_event WHERE workspace_id = %(w)s GROUP BY 1) told ON told.conversation_id = talk.id
           WHERE talk.workspace_id = %(w)s AND (opened IS DISTINCT FROM ARRAY[talk.opened_at] OR closed IS DISTINCT FROM
             CASE WHEN status = 'closed' THEN ARRAY[(closed_at, category::text, 'member')::text] END)""",
    ),
    "conversations know their messages": (
        "SELECT count(*) FROM inbox_conversation WHERE workspace_id = %(w)s AND waiting_since IS NOT NULL",
        """WITH said AS (
             SELECT *, max(happened_at) FILTER (WHERE traffic = 'outgoing') OVER (PARTITION BY conversation_id) AS answered
             FROM inbox_message WHERE workspace_id = %(w)s
           ), summed AS (
             SELECT conversation_id, min(happened_at) AS first, max(happened_at) AS last,
                    min(happened_at) FILTER (WHERE traffic = 'incoming'
                                             AND happened_at > coalesce(answered, '-infinity')) AS waiting
             FROM said GROUP BY 1
           )
           SELECT talk.id FROM inbox_conversation talk LEFT JOIN summed ON conversation_id = talk.id
           WHERE talk.workspace_id = %(w)s AND (first IS DISTINCT FROM opened_at OR last <> last_message_at
             OR closed_at <= last OR waiting_since IS DISTINCT FROM waiting
             OR (status = 'snoozed') <> (snoozed_until IS NOT NULL) OR snoozed_until <= %(until)s)""",
    ),
    "conversations of a contact follow each other": (
        """SELECT count(*) FROM (SELECT 1 FROM inbox_conversation WHERE workspace_id = %(w)s
           GROUP BY contact_id HAVING count(*) > 2) again""",
        """SELECT id FROM (SELECT id, opened_at, lag(closed_at) OVER line AS before, lag(id) OVER line AS earlier
             FROM inbox_conversation WHERE workspace_id = %(w)s
             WINDOW line AS (PARTITION BY contact_id ORDER BY id)) talk
           WHERE earlier IS NOT NULL AND (before IS NULL OR before > opened_at)""",
    ),
    "each message is told in the log": (
        "SELECT count(*) FROM inbox_message WHERE workspace_id = %(w)s AND traffic = 'outgoing'",
        """SELECT coalesce(message.id, event.id)
           FROM (SELECT * FROM inbox_message WHERE workspace_id = %(w)s) message
           FULL JOIN (SELECT * FROM activity_event WHERE workspace_id = %(w)s
                      AND kind IN ('message.received', 'message.sent')) event
             ON (event.data ->> 'message_id')::bigint = message.id
           WHERE event.id IS NULL OR message.id IS NULL OR event.happened_at <> message.happened_at
              OR event.conversation_id <> message.conversation_id OR event.contact_id <> message.contact_id
              OR (event.kind = 'message.received') <> (message.traffic = 'incoming')
              OR event.by_kind <> message.by_kind OR event.by_id IS DISTINCT FROM message.by_id
              OR (message.traffic = 'incoming') <> (message.by_kind = 'system')
              OR (event.data ->> 'channel_id')::bigint <> message.channel_id""",
    ),
    "what a message says is what its body holds": (
        "SELECT count(*) FROM inbox_message WHERE workspace_id = %(w)s AND text LIKE '%%https://pay.example/%%'",
        """SELECT id FROM inbox_message WHERE workspace_id = %(w)s
           AND (body <> jsonb_build_object('type', 'text', 'text', text) OR text = '' OR text ~ '[{}]')""",
    ),
    "outgoing messages alone have statuses, beginning with pending, each step told in the log": (
        "SELECT count(*) FROM inbox_messagestatus WHERE workspace_id = %(w)s AND value = 'read'",
        """SELECT message.id FROM inbox_message message LEFT JOIN LATERAL (
             SELECT array_agg(value::text ORDER BY id) AS steps, array_agg(happened_at ORDER BY id) AS times,
                    min(happened_at) AS first
             FROM inbox_messagestatus WHERE workspace_id = %(w)s AND message_id = message.id) way ON true
           LEFT JOIN LATERAL (SELECT coalesce(array_agg(data ->> 'status' ORDER BY id), '{}') AS told FROM activity_event
             WHERE workspace_id = %(w)s AND contact_id = message.contact_id AND kind = 'message.status_changed'
               AND (data ->> 'message_id')::bigint = message.id) log ON true
           WHERE message.workspace_id = %(w)s AND CASE WHEN traffic = 'incoming' THEN steps IS NOT NULL ELSE
             steps IS NULL OR steps[1] <> 'pending' OR first <> message.happened_at OR steps[2:] <> told
             OR times <> (SELECT array_agg(t ORDER BY t) FROM unnest(times) t)
             OR (channel_message_id IS NULL) = ('sent' = ANY (steps)) END""",
    ),
    "standings and addresses know the last messages": (
        "SELECT count(*) FROM contacts_standing WHERE workspace_id = %(w)s AND last_channel_id IS NOT NULL",
        """SELECT standing.contact_id FROM contacts_standing standing
           LEFT JOIN inbox_contactchannel address ON address.contact_id = standing.contact_id
           LEFT JOIN LATERAL (SELECT max(happened_at) AS last, max(happened_at) FILTER (WHERE traffic = 'incoming') AS heard,
             max(happened_at) FILTER (WHERE traffic = 'outgoing') AS answered FROM inbox_message
             WHERE workspace_id = %(w)s AND contact_id = standing.contact_id) said ON true
           WHERE standing.workspace_id = %(w)s AND (last_channel_id IS DISTINCT FROM address.channel_id
             OR standing.last_incoming_at IS DISTINCT FROM heard OR standing.last_outgoing_at IS DISTINCT FROM answered
             OR address.last_message_at IS DISTINCT FROM last OR address.last_incoming_at IS DISTINCT FROM heard)""",
    ),
    "each assignee was given the contact, by a chain in the log": (
        "SELECT count(*) FROM activity_event WHERE workspace_id = %(w)s AND kind = 'contact.assigned'",
        """SELECT standing.contact_id FROM contacts_standing standing
           LEFT JOIN accounts_member member ON member.id = assignee_id
           LEFT JOIN LATERAL (
             SELECT array_agg((data ->> 'member_id')::bigint ORDER BY id) AS given,
                    array_agg((data ->> 'from_member_id')::bigint ORDER BY id) AS taken
             FROM activity_event WHERE workspace_id = %(w)s AND contact_id = standing.contact_id
               AND kind = 'contact.assigned') told ON true
           WHERE standing.workspace_id = %(w)s AND (assignee_id IS DISTINCT FROM given[cardinality(given)]
             OR standing.team_id IS DISTINCT FROM member.team_id OR taken[1] IS NOT NULL OR taken[2:] <> trim_array(given, 1))""",
    ),
    "tags are told in the log": (
        "SELECT count(*) FROM contacts_contacttag WHERE workspace_id = %(w)s",
        """SELECT carried.contact_id FROM
             (SELECT contact_id, array_agg(tag_id ORDER BY tag_id) AS tags FROM contacts_contacttag
              WHERE workspace_id = %(w)s GROUP BY 1) carried
           FULL JOIN (SELECT contact_id, array_agg(tag::bigint ORDER BY tag::bigint) AS tags
              FROM activity_event, jsonb_array_elements_text(data -> 'tag_ids') tag
              WHERE workspace_id = %(w)s AND kind = 'contact.tagged' GROUP BY 1) told USING (contact_id)
           WHERE carried.tags IS DISTINCT FROM told.tags""",
    ),
    "custom fields are told in the log": (
        "SELECT count(DISTINCT field_id) - 5 FROM contacts_fieldvalue WHERE workspace_id = %(w)s",
        """SELECT filled.contact_id FROM
             (SELECT contact_id, array_agg('custom:' || field_id ORDER BY field_id) AS fields FROM contacts_fieldvalue
              WHERE workspace_id = %(w)s GROUP BY 1) filled
           FULL JOIN (SELECT contact_id, array_agg(field ORDER BY replace(field, 'custom:', '')::bigint) AS fields
              FROM activity_event, jsonb_array_elements_text(data -> 'fields') field
              WHERE workspace_id = %(w)s AND kind = 'contact.edited' GROUP BY 1) told USING (contact_id)
           WHERE filled.fields IS DISTINCT FROM told.fields""",
    ),
    "the log of a contact is in the order of time, and ends before the present": (
        "SELECT count(*) FROM activity_event WHERE workspace_id = %(w)s AND contact_id IS NOT NULL",
        """SELECT id FROM (SELECT id, happened_at, lag(happened_at) OVER (PARTITION BY contact_id ORDER BY id) AS before
             FROM activity_event WHERE workspace_id = %(w)s AND contact_id IS NOT NULL) told
           WHERE before > happened_at OR happened_at >= %(until)s
              OR happened_at < %(until)s - interval '190 days'""",
    ),
    "colleagues answer in office hours": (
        "SELECT count(*) FROM inbox_message WHERE workspace_id = %(w)s AND traffic = 'outgoing'",
        """SELECT id FROM inbox_message, LATERAL (SELECT happened_at AT TIME ZONE 'Europe/Rome' AS clock) rome
           WHERE workspace_id = %(w)s AND traffic = 'outgoing'
             AND (extract(isodow FROM clock) = 7 OR clock::time NOT BETWEEN '09:00' AND '18:30')""",
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
    """S1, S6, E1, E2, I5, L13: what actions keep holds for what was copied in."""
    judged, broken_by = RULES[rule]
    assert demo.number(judged) > 0
    assert demo.rows(broken_by) == []


def test_every_fact_is_one_that_the_rooms_register(demo: Demo) -> None:
    """What the log holds reads back as the typed fact of its name (E1)."""
    told = demo.rows(
        "SELECT DISTINCT ON (kind) kind, data::text FROM activity_event WHERE workspace_id = %(w)s"
    )
    assert len(told) >= 9
    for kind, data in told:
        assert msgspec.to_builtins(read_fact(kind, json.loads(data))) == json.loads(data)


def test_nothing_waits_to_be_delivered(demo: Demo) -> None:
    """The worker has nothing to send: the past was sent long ago."""
    assert demo.number("SELECT count(*) FROM inbox_delivery WHERE workspace_id = %(w)s") == 0


def test_it_was_recorded_when_it_was_written(demo: Demo) -> None:
    """`recorded_at` is the truth about the log, `happened_at` is the story's."""
    recorded = demo.rows(
        "SELECT min(recorded_at) FROM activity_event WHERE workspace_id = %(w)s AND contact_id IS NOT NULL"
    )
    assert recorded[0][0] > UNTIL
    assert (datetime.now(UTC) - recorded[0][0]).total_seconds() < 3600


def test_people_are_believable(demo: Demo) -> None:
    """Phones are valid, e-mails lead nowhere, the search text is what the rules make of the details."""
    contacts = list(Contact.objects.filter(workspace_id=demo.workspace_id))
    assert len(contacts) == CONTACTS
    for contact in contacts:
        details = ContactDetails(**{name: getattr(contact, name) for name in asdict(ContactDetails())})
        assert contact.search == search_text(details)
        assert contact.phone or contact.email
        assert not contact.phone or phonenumbers.is_valid_number(phonenumbers.parse(contact.phone))
        assert not contact.email or contact.email.rpartition("@")[2] in {
            "example.com", "example.org", "example.net", "mail.example", "post.example",
        }  # fmt: skip
    assert len({contact.language for contact in contacts}) >= 6
    assert any(not contact.first_name for contact in contacts)
    assert any(contact.first_name and not contact.last_name for contact in contacts)
    assert any(not contact.first_name.isascii() for contact in contacts)
    assert any(contact.is_blocked for contact in contacts)


def test_the_funnel_narrows(demo: Demo) -> None:
    """Most are new or lost, some are on their way, and there are all kinds of conversations."""
    standing = dict(
        demo.rows(
            """SELECT coalesce(stage.name, ''), count(*) FROM contacts_standing standing
               LEFT JOIN lifecycle_stage stage ON stage.id = stage_id WHERE standing.workspace_id = %(w)s GROUP BY 1"""
        )
    )
    assert standing["New Lead"] + standing["Cold Lead"] > CONTACTS / 2
    assert min(standing["Hot Lead"], standing["Customer"]) > standing["Payment"] > 0 < standing[""]
    statuses = demo.rows("SELECT DISTINCT status FROM inbox_conversation WHERE workspace_id = %(w)s")
    assert {status for (status,) in statuses} == {"open", "snoozed", "closed"}
    per_contact = demo.number("SELECT count(*) FROM inbox_message WHERE workspace_id = %(w)s") / CONTACTS
    assert 8 < per_contact < 13
    moves = demo.number("SELECT count(*) FROM contacts_transition WHERE workspace_id = %(w)s") / CONTACTS
    assert 4 < moves < 6


def test_values_of_custom_fields_are_as_the_core_keeps_them(demo: Demo) -> None:
    """C6: in their normal form, folded, and as numbers."""
    values = FieldValue.objects.filter(workspace_id=demo.workspace_id).select_related("field")
    assert values.count() > CONTACTS / 2
    for value in values:
        kept = checked_value(value.field, value.text)
        assert kept is not None
        assert (kept.text, kept.folded, kept.number) == (value.text, value.folded, value.number)
