"""The statement about segments that Django cannot say."""

from typing import Final

LOCK_SEGMENTS: Final = """
SELECT pg_advisory_xact_lock(hashtextextended('contacts_segments:' || %(workspace)s, 0))::text AS nothing
"""
