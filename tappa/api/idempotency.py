"""The same POST told twice is done once: an `Idempotency-Key` gets the answer it got before, for a day.

The key is written in the transaction of the action, so that both are there or neither. A second call with the key
waits on the first one's row in the database: it gets the first one's answer, or does the work if the first one failed.
A refusal undoes everything, the key too: it is not remembered, and the corrected call may use the same key.
"""

import hashlib
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.api.models import RememberedAnswer
from tappa.kernel.errors import Conflict, Invalid
from tappa.kernel.sql import fetch_one

LONGEST_KEY: Final = 255

_FORGET: Final = """
DELETE FROM api_rememberedanswer
WHERE token_id = %(token)s AND key = %(key)s AND created_at < clock_timestamp() - interval '1 day'
RETURNING id
"""

_CLAIM: Final = """
INSERT INTO api_rememberedanswer (token_id, key, request_fingerprint, created_at)
VALUES (%(token)s, %(key)s, %(fingerprint)s, clock_timestamp())
ON CONFLICT (token_id, key) DO NOTHING
RETURNING id
"""


class RowId:
    """The row of a key that was claimed."""

    def __init__(self, id: int) -> None:  # noqa: A002  the column's name
        self.id = id


def once(token_id: int, key: str, request: bytes, act: Callable[[], tuple[bytes, int]]) -> tuple[bytes, int]:
    """`act`'s answer with its status, or the one it gave when the same key came with the same request (method, address, body).

    Raises Invalid for a key that is none, Conflict when the key was used for another request.
    """
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid(
            _("Idempotency-Key must have 1 to %(limit)d plain characters.") % {"limit": LONGEST_KEY},
            field="Idempotency-Key",
        )
    fingerprint = hashlib.sha256(request).digest()
    parameters = {"token": token_id, "key": key, "fingerprint": fingerprint}
    with transaction.atomic():
        fetch_one(RowId, _FORGET, parameters)
        claimed = fetch_one(RowId, _CLAIM, parameters)
        if claimed is None:
            return _remembered(token_id, key, fingerprint)
        answer, status = act()
        RememberedAnswer.objects.filter(id=claimed.id).update(status=status, body=answer)
        return answer, status


def _remembered(token_id: int, key: str, fingerprint: bytes) -> tuple[bytes, int]:
    known = RememberedAnswer.objects.get(token_id=token_id, key=key)
    if bytes(known.request_fingerprint) != fingerprint:
        raise Conflict(
            _("This Idempotency-Key was used for another request within the last day: use a new one."),
            field="Idempotency-Key",
        )
    return bytes(known.body or b""), known.status or 200
