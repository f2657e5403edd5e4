"""What a letterbox answers."""

import msgspec
from django.http import HttpResponse

from tappa.channels.custom.halves import read_json
from tappa.kernel.errors import DomainError
from tappa.kernel.statuses import headers_of, status_of

JSON = "application/json"


class _Event(msgspec.Struct):
    mId: str | int  # noqa: N815  the contract's word


class _Events(msgspec.Struct):
    events: list[_Event]


def taken(raw: bytes) -> HttpResponse:
    """200 with the ids that were told, in their order. Made of the post alone: told twice, it is answered the same."""
    told = [str(event.mId) for event in read_json(raw, _Events).events]
    return HttpResponse(msgspec.json.encode({"mIds": told}), content_type=JSON)


def refuse(refusal: DomainError) -> HttpResponse:
    """The API's shape of an error: `{"code", "message"}`."""
    code = status_of(refusal)
    body = msgspec.json.encode({"code": code, "message": refusal.message})
    return HttpResponse(body, status=code, content_type=JSON, headers=headers_of(refusal))
