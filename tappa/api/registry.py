"""The endpoints of the API: each a function that takes a `Call` and returns a shape, registered once.

From the registry come the addresses (urls.py) and the description (schema.py): the body's shape is read from the
function's `Call[…]`, the answer's from what it returns, the words from its docstring.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar, get_args, get_type_hints, runtime_checkable

import msgspec

from tappa.api.calls import Call
from tappa.core.accounts.grants import Scope

PREFIX: Final = "v2"

Handler = TypeVar("Handler", bound=Callable[[Call[Any]], Any])


@runtime_checkable
class Underway(Protocol):
    """An answer that says whether what was asked for is done."""

    @property
    def is_done(self) -> bool:
        """Whether it is."""


def status_of_answer(endpoint: "Endpoint", answer: object) -> int:
    """200, or 202 for what is accepted and not done yet."""
    return 202 if endpoint.accepted and isinstance(answer, Underway) and not answer.is_done else 200


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method on one path template. `refusals` are the statuses beyond those that every call may get. `accepted`:
    the answer may come before all is done (an `Underway` one), and is a 202 then."""

    method: str
    path: str
    scope: Scope
    refusals: tuple[int, ...]
    handler: Callable[[Call[Any]], Any]
    body: Any
    answer: Any
    decoder: msgspec.json.Decoder[Any] | None  # None: whatever body comes is left unread
    accepted: bool = False

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (self.handler.__doc__ or "").partition("\n")[0].strip()

    @property
    def description(self) -> str:
        """The rest of the docstring."""
        rest = (self.handler.__doc__ or "").partition("\n")[2]
        return "\n".join(line.strip() for line in rest.splitlines()).strip()


_endpoints: dict[str, dict[str, Endpoint]] = {}


def endpoint(
    method: str, path: str, *, scope: Scope, refusals: tuple[int, ...] = (), accepted: bool = False
) -> Callable[[Handler], Handler]:
    """Register a function for a method on a path ("contact/{identifier}"). Raises ValueError when it is taken."""

    def register(handler: Handler) -> Handler:
        methods = _endpoints.setdefault(path, {})
        if method in methods:
            raise ValueError(f"{method} {path} is taken by {methods[method].handler.__qualname__}.")
        hints = get_type_hints(handler, include_extras=True)
        (body,) = get_args(hints["call"])
        decoder = None if body is type(None) else msgspec.json.Decoder(body)
        methods[method] = Endpoint(
            method, path, scope, refusals, handler, body, hints["return"], decoder, accepted
        )
        return handler

    return register


def endpoints() -> dict[str, dict[str, Endpoint]]:
    """All endpoints by path template and method; plain words before templates, so that `contact/list` is no
    identifier."""
    return dict(sorted(_endpoints.items(), key=lambda item: item[0].replace("{", "\x7f")))
