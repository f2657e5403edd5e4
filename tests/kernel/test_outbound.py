"""HTTP out: guarded, bounded, discreet. Against a real server on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tappa.kernel.errors import Invalid
from tappa.kernel.outbound import ANSWER_LIMIT_BYTES, Unreachable, check_url, post_json, private_address
from tests.support.bridge import Bridge, Say, bridge_on_loopback

SECRET = "channel-secret"


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    with bridge_on_loopback() as running:
        yield running


def test_the_post_arrives_as_it_was_given(bridge: Bridge) -> None:
    answer = post_json(
        f"{bridge.url}/caffè?q=1", b'{"a": "\xe2\x82\xac"}', {"Authorization": "Bearer x"}, allow_private=True
    )

    assert (answer.status, answer.body) == (200, b'{"mId": "out-0"}')
    [got] = bridge.got
    assert (got.path, got.body) == ("/caff%C3%A8?q=1", {"a": "€"})
    assert got.headers["authorization"] == "Bearer x"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"].startswith("Tappa/")
    assert got.headers["host"] == bridge.url.removeprefix("http://")


def test_a_redirect_is_an_answer_and_not_followed(bridge: Bridge) -> None:
    bridge.answer = lambda _got, _place: Say(302, headers={"Location": f"{bridge.url}/elsewhere"})

    assert post_json(bridge.url, b"{}", {}, allow_private=True).status == 302
    assert [got.path for got in bridge.got] == ["/"]


def test_an_answer_without_end_is_cut(bridge: Bridge) -> None:
    bridge.answer = lambda _got, _place: Say(200, b"x" * 10 * ANSWER_LIMIT_BYTES)

    assert len(post_json(bridge.url, b"{}", {}, allow_private=True).body) == ANSWER_LIMIT_BYTES


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_private_addresses_are_refused_however_they_are_written(bridge: Bridge, host: str) -> None:
    port = bridge.url.rpartition(":")[2]

    with pytest.raises(Unreachable, match="TAPPA_ALLOW_PRIVATE_ADDRESSES=1") as refusal:
        post_json(f"http://{host}:{port}/", b"{}", {}, allow_private=False)

    assert refusal.value.final
    assert ("= 127.0.0.1)" in str(refusal.value)) == (host != "127.0.0.1" and not host.startswith("["))
    assert bridge.got == []
    post_json(f"http://{host}:{port}/", b"{}", {}, allow_private=True)
    assert len(bridge.got) == 1


def test_a_name_that_changes_its_mind_gains_nothing(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when judged, private when called. There is no second look-up that could differ."""
    port = int(bridge.url.rpartition(":")[2])
    asked: list[object] = []
    real = socket.getaddrinfo

    def first_public(host: str | bytes | None, *rest: object, **named: object) -> list[object]:
        asked.append(host)
        answer = (
            "192.0.0.9" if len(asked) == 1 else "127.0.0.1"
        )  # a global anycast address that nobody answers at
        return real(answer, port, type=socket.SOCK_STREAM)  # type: ignore[return-value]

    monkeypatch.setattr(socket, "getaddrinfo", first_public)
    called: list[object] = []

    def connect(address: tuple[str, int], *_rest: object, **_named: object) -> socket.socket:
        called.append(address)
        raise OSError("unreachable in this test")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        post_json(f"http://rebinding.example:{port}/", b"{}", {}, allow_private=False)

    assert called == [("192.0.0.9", port)]
    assert asked == ["rebinding.example"]
    assert bridge.got == []


def test_the_time_limit_covers_an_answer_that_trickles() -> None:
    """A byte at a time keeps every single read within its limit: only one clock over all of them ends it. Else it
    takes a minute."""
    # Once of three times: a busy machine may take its own second whenever it likes.
    assert any(_seconds_of_a_trickle() < 2 for _ in range(3))


def _seconds_of_a_trickle() -> float:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)  # who calls may have run out of time before it came so far
        ended = threading.Event()

        def trickle() -> None:
            with suppress(OSError), listening.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1200\r\n\r\n")
                while not ended.wait(0.05):
                    connection.sendall(b"x")

        thread = threading.Thread(target=trickle)
        thread.start()
        began = time.monotonic()
        try:
            with pytest.raises(Unreachable, match=r"No answer within 0\.4 seconds"):
                post_json(
                    f"http://127.0.0.1:{listening.getsockname()[1]}/",
                    b"{}",
                    {},
                    allow_private=True,
                    time_limit=0.4,
                )
        finally:
            ended.set()
            thread.join()
    return time.monotonic() - began


def test_nobody_there_and_no_such_name_can_be_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/", "http://nobody.invalid/"):
        with pytest.raises(Unreachable) as failure:
            post_json(url, b"{}", {"Authorization": f"Bearer {SECRET}"}, allow_private=True)
        assert not failure.value.final
        assert SECRET not in repr(failure.value.__dict__) + str(failure.value)
        assert failure.value.__cause__ is None


@pytest.mark.parametrize("value", [f"Bearer {SECRET}\r\nX-Evil: 1", f"Bearer {SECRET}\n"])
def test_a_header_that_breaks_out_is_not_sent_and_not_told(bridge: Bridge, value: str) -> None:
    with pytest.raises(Unreachable) as failure:
        post_json(bridge.url, b"{}", {"Authorization": value}, allow_private=True)

    assert SECRET not in str(failure.value)
    assert bridge.got == []


def test_a_server_that_speaks_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def mumble() -> None:
            connection, _address = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"220 mail.example ESMTP\r\n")

        thread = threading.Thread(target=mumble)
        thread.start()
        with pytest.raises(Unreachable, match="broke off"):
            post_json(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"{}", {}, allow_private=True)
        thread.join()


def test_many_threads_at_once(bridge: Bridge) -> None:
    bridge.answer = lambda got, _place: Say(200, {"mId": got.path})
    answers: dict[int, bytes] = {}

    def go(number: int) -> None:
        answers[number] = post_json(f"{bridge.url}/{number}", b"{}", {}, allow_private=True).body

    threads = [threading.Thread(target=go, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: b'{"mId": "/%d"}' % number for number in range(16)}


@pytest.mark.parametrize(
    "url",
    ["https://bridge.example.com", "http://bridge.example.com:8080/tappa?x=1", "https://brücke.example/ü"],
)
def test_usable_urls(url: str) -> None:
    assert check_url(url, field="outbound_url") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bridge.example.com",
        "ftp://bridge.example.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://a b/",
        "http://a\nb/",
        "http://[::1/",
        "http://bridge.example.com:99999/",
        "http://bridge.example.com:0/",
        "https://name:secret@bridge.example.com/",
        "https://bridge.example.com/#part",
        "https://bridge.example.com/" + "x" * 2000,
    ],
)
def test_urls_we_do_not_take(url: str) -> None:
    with pytest.raises(Invalid, match="outbound_url") as refusal:
        check_url(url, field="outbound_url")

    assert refusal.value.field == "outbound_url"
    assert "secret" not in refusal.value.message


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000", "http://localhost", "https://[::1]/x"])
def test_a_private_address_is_known_beforehand(url: str) -> None:
    assert "TAPPA_ALLOW_PRIVATE_ADDRESSES=1" in private_address(url)


@pytest.mark.parametrize("url", ["http://8.8.8.8", "http://nobody.invalid:8080/x"])
def test_what_may_be_public_is_not_warned_of(url: str) -> None:
    assert private_address(url) == ""
