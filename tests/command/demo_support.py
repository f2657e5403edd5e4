"""Demos for tests: each is filled under the one slug there is for them, then put aside, so that the next finds it free."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from tappa.command.demo import fill_demo
from tappa.core.accounts.models import User, Workspace

UNTIL = datetime(2026, 5, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Demo:
    """A demo workspace that was filled."""

    workspace_id: int

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """The answer to a question in SQL; `%(w)s` is the workspace, `%(until)s` the end of all stories."""
        with connection.cursor() as cursor:
            cursor.execute(question, {"w": self.workspace_id, "until": UNTIL})
            return list(cursor.fetchall())

    def number(self, question: str) -> int:
        """The one number that the question asks for."""
        return int(self.rows(question)[0][0])

    def told(self) -> list[tuple[Any, ...]]:
        """Everything that the stories say, without the ids that the database hands out."""
        return self.rows(
            """
            SELECT address.external_id, contact.first_name, contact.last_name, contact.phone, contact.email,
                   contact.created_at, contact.is_blocked,
                   (SELECT array_agg((seq, from_name, to_name, happened_at, via, cause)::text ORDER BY seq)
                    FROM contacts_transition WHERE workspace_id = %(w)s AND contact_id = contact.id),
                   (SELECT array_agg((traffic, text, happened_at, channel_message_id)::text ORDER BY id)
                    FROM inbox_message WHERE workspace_id = %(w)s AND contact_id = contact.id),
                   (SELECT array_agg((status, opened_at, closed_at, snoozed_until, category, summary)::text ORDER BY id)
                    FROM inbox_conversation WHERE workspace_id = %(w)s AND contact_id = contact.id),
                   (SELECT array_agg((kind, happened_at, via)::text ORDER BY id)
                    FROM activity_event WHERE workspace_id = %(w)s AND contact_id = contact.id)
            FROM contacts_contact contact
            LEFT JOIN inbox_contactchannel address ON address.contact_id = contact.id
            WHERE contact.workspace_id = %(w)s ORDER BY contact.created_at, contact.first_name, contact.email
            """
        )


def fill(contacts: int, *, seed: int = 1, messages: int | None = None) -> Demo:
    """Add people to the present demo, or to a new one."""
    fill_demo(contacts=contacts, messages=messages, seed=seed, until=UNTIL, say=lambda _line: None)
    return Demo(Workspace.objects.get(slug="demo").id)


def put_aside() -> None:
    """Give the demo's slug and e-mails free again, its rows stay."""
    aside = secrets.token_hex(6)
    Workspace.objects.filter(slug="demo").update(slug=f"aside-{aside}")
    for user in User.objects.filter(email__endswith="@demo.example"):
        User.objects.filter(id=user.id).update(email=f"{aside}-{user.id}@aside.example")


def connection_count() -> int:
    """How many connections the test's database has of ours, and not of the server's own autovacuum."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
        """)
        return int(cursor.fetchone()[0])
