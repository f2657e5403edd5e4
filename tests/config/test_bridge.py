"""The bridge from ASGI to Django's WSGI handler."""

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpx

from tappa.config.bridge import Bridge, Limits
from tappa.config.request_log import RequestLog
from tests.support.web import WebServer


def test_what_the_view_is_told(odd: WebServer) -> None:
    answer = odd.client().get(
        "/echo/%C3%A8%20vero?name=Jos%C3%A9&empty=",
        headers={"X-Text": "plain", "X_Text": "smuggled", "X-Forwarded-Proto": "https"},
    )
    told = answer.json()
    assert told["path"] == "/echo/è vero"
    assert told["query"] == {"name": "José", "empty": ""}
    assert told["text"] == "plain"
    assert told["scheme"] == "https"  # a proxy on this machine is believed


def test_streamed_answer_comes_whole(odd: WebServer) -> None:
    answer = odd.client().get("/stream")
    assert answer.text.split() == [str(number) for number in range(1000)]


def test_whole_answer_tells_its_length(odd: WebServer) -> None:
    answer = odd.client().get("/healthz")
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert "Transfer-Encoding" not in answer.headers


def test_head_has_no_body(odd: WebServer) -> None:
    answer = odd.client().head("/healthz")
    assert (answer.status_code, answer.content) == (200, b"")


def test_more_requests_than_threads_wait_for_their_turn(odd: WebServer) -> None:
    client = odd.client()
    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: client.get("/nap?seconds=0.2").status_code, range(6)))
    assert answers == [200] * 6


def test_overload_is_503_with_retry_after_and_passes() -> None:
    asyncio.run(_overload())


async def _overload() -> None:
    release = concurrent.futures.Future[None]()

    def slow(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        release.result(10)
        start("200 OK", [])
        return [b"done"]

    bridge = Bridge(slow, Limits(threads=1, waiting=1, wait_seconds=5))
    transport = httpx.ASGITransport(RequestLog(bridge))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        running = asyncio.create_task(client.get("/"))
        waiting = asyncio.create_task(client.get("/"))
        await asyncio.sleep(0.1)
        refused = await client.get("/")
        assert (refused.status_code, refused.json()["code"]) == (503, 503)
        assert refused.headers["Retry-After"] == "1"
        release.set_result(None)
        assert [(await running).text, (await waiting).text] == ["done", "done"]
        assert (await client.get("/")).text == "done"
    for thread in bridge.idle:
        thread.shutdown()


def test_who_was_free_last_is_asked_first() -> None:
    """Each thread has a connection of its own, and PostgreSQL knows each statement of a warm one."""
    asyncio.run(_one_after_the_other())


async def _one_after_the_other() -> None:
    asked: list[str] = []
    four = threading.Barrier(4)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        asked.append(threading.current_thread().name)
        if environ["PATH_INFO"] == "/together":
            four.wait(10)
        start("200 OK", [])
        return [b"done"]

    bridge = Bridge(answer, Limits(threads=8))
    transport = httpx.ASGITransport(RequestLog(bridge))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        await asyncio.gather(*(client.get("/together") for _ in range(4)))
        for _ in range(12):
            await client.get("/alone")
    assert len(set(asked[:4])) == 4
    assert len(set(asked[4:])) == 1, "the pool of before took turns"
    for thread in bridge.idle:
        thread.shutdown()


def test_nobody_waits_for_ever() -> None:
    asyncio.run(_long_wait())


async def _long_wait() -> None:
    release = concurrent.futures.Future[None]()

    def slow(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        release.result(10)
        start("200 OK", [])
        return [b"done"]

    bridge = Bridge(slow, Limits(threads=1, waiting=5, wait_seconds=0.1))
    transport = httpx.ASGITransport(RequestLog(bridge))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        running = asyncio.create_task(client.get("/"))
        await asyncio.sleep(0.05)
        assert (await client.get("/")).status_code == 503
        release.set_result(None)
        assert (await running).status_code == 200
    for thread in bridge.idle:
        thread.shutdown()


def test_i6_pages_that_fetch_by_themselves_never_keep_a_click_waiting() -> None:
    asyncio.run(_many_pages())


async def _many_pages() -> None:
    release = concurrent.futures.Future[None]()
    begun: list[str] = []
    both = threading.Barrier(3)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        begun.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/live" and not release.done():
            both.wait(10)
            release.result(10)
        start("200 OK", [])
        return [b"done"]

    bridge = Bridge(answer, Limits(threads=8, waiting=20, wait_seconds=5))
    transport = httpx.ASGITransport(RequestLog(bridge))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        live = [asyncio.create_task(client.get("/live", headers={"Tappa-Live": "-"})) for _ in range(22)]
        await asyncio.to_thread(both.wait, 10)
        assert (await client.get("/live", headers={"Tappa-Live": "-"})).status_code == 503
        assert (await client.get("/click")).text == "done"
        assert begun == ["/live", "/live", "/click"]
        release.set_result(None)
        assert [each.text for each in await asyncio.gather(*live)] == ["done"] * 22
    for thread in bridge.idle:
        thread.shutdown()
