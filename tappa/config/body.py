"""Reading a request's body: whole, bounded in bytes and in time."""

import asyncio
from typing import Final

from tappa.kernel.asgi import Receive, Scope

READ_SECONDS: Final = 30.0
# A client that is still sending does not read our answer: what is too much is thrown away up to here first.
DRAIN_BYTES: Final = 8 * 1024 * 1024
DRAIN_SECONDS: Final = 5.0


class BodyTooLargeError(Exception):
    """The body has more bytes than allowed."""


class BodyTooSlowError(Exception):
    """The body did not arrive in time."""


class ClientGoneError(Exception):
    """The client hung up before its request was whole, or takes nothing of its answer: there is nobody to answer."""


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """The whole body, at most `limit` bytes. Never holds more than that in memory."""
    headers = dict(scope["headers"])
    announced = headers.get(b"content-length", b"")
    if announced == b"" and b"transfer-encoding" not in headers:
        return b""
    if announced.isdigit() and int(announced) > limit:
        if b"expect" not in headers:  # who expects a "100 Continue" has not begun to send
            await _drain(receive)
        raise BodyTooLargeError
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await _read(receive, limit)
    except TimeoutError as error:
        raise BodyTooSlowError from error


async def _read(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        part = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(part)
        if size > limit:
            parts.clear()
            if more:
                await _drain(receive)
            raise BodyTooLargeError
        parts.append(part)
    return b"".join(parts)


async def _drain(receive: Receive) -> None:
    """Take and forget what is still coming, up to a bound."""
    size = 0
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while size < DRAIN_BYTES:
                message = await receive()
                size += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
