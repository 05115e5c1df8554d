"""Fetching what the user named, from a server on this machine."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.intake import IntakeOptions, articles, fetch
from onrecord.intake.article import Article
from onrecord.records import Failure

GOOD = "The two governments said on Tuesday that the talks on the border would go on for another week."
PAGE = f"<html><head><title>Talks go on</title></head><body><p>{GOOD}</p><p>{GOOD[:-1]} or two, “perhaps”.</p></body>"


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Answer one request."""
        {"hop": self.hop, "away": self.away, "slow": self.slow, "drip": self.drip}.get(
            self.path.split("/")[1], self.file
        )()

    def file(self) -> None:
        bodies = {
            "/page": (200, "text/html; charset=windows-1252", PAGE.encode("cp1252")),
            "/text": (200, "text/plain; charset=utf-8", GOOD.encode()),
            "/lines": (200, "application/jsonl", b'{"text": "' + GOOD.encode() + b'"}\n'),
            "/large": (200, "text/plain", b"a " * 3000),
            "/pdf": (200, "application/pdf", b"%PDF-1.7"),
        }
        status, kind, body = bodies.get(self.path, (404, "text/html", b"none"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def hop(self) -> None:
        left = int(self.path.split("/")[2])
        self.redirect(f"/hop/{left - 1}" if left else "/text")

    def away(self) -> None:
        self.redirect({"private": "http://10.0.0.1/x", "file": "file:///etc/hosts"}[self.path.split("/")[2]])

    def redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()

    def slow(self) -> None:
        time.sleep(5)

    def drip(self) -> None:
        with suppress(OSError):  # the other side leaves before the end
            for byte in b"HTTP/1.1 200 OK\r\nX-Wait: " + b"a" * 100:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server's address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def read(url: str, allow_private: bool = True, largest: int = 5000, seconds: float = 120.0) -> Article | Failure:
    """What one address gives."""
    options = IntakeOptions(allow_private=allow_private, largest=largest, fetch_seconds=seconds)
    [found] = articles([url], options)
    return found


def refused(url: str, seen: str, remedy: str) -> Failure:
    """The failure row of an address."""
    return Failure(input=url, stage="fetch", error="InputError", seen=seen, remedy=remedy)


def test_an_address_of_this_machine_is_refused_unless_allowed(server: str) -> None:
    assert read(f"{server}/text", allow_private=False) == refused(
        f"{server}/text",
        "'127.0.0.1' is at 127.0.0.1, which is no public address",
        "add --allow-private if you mean it",
    )


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "0.0.0.0"]
)
def test_private_addresses(address: str) -> None:
    assert not fetch.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses(address: str) -> None:
    assert fetch.is_public(address)


def test_a_page_is_fetched_and_read_in_its_server_s_encoding(server: str) -> None:
    found = read(f"{server}/page")
    assert isinstance(found, Article)
    assert found.text == f"{GOOD}\n\n{GOOD[:-1]} or two, “perhaps”."
    assert (found.title, found.source.url, found.source.path) == ("Talks go on", f"{server}/page", None)


def test_text_and_json_lines_are_fetched_too(server: str) -> None:
    for path in ("text", "lines"):
        found = read(f"{server}/{path}")
        assert isinstance(found, Article)
        assert (found.text, found.source.url, found.source.path) == (GOOD, f"{server}/{path}", None)


def test_redirects_are_followed_and_the_last_address_is_kept(server: str) -> None:
    found = read(f"{server}/hop/4")
    assert isinstance(found, Article)
    assert found.source.url == f"{server}/text"


def test_a_chain_of_redirects_ends(server: str) -> None:
    url = f"{server}/hop/5"
    assert read(url) == refused(url, "more than 5 redirects", "give the address that they lead to")


def test_a_redirect_to_a_private_address_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    url = f"{server}/away/private"
    seen = "'10.0.0.1' is at 10.0.0.1, which is no public address"
    assert read(url, allow_private=False) == refused(url, seen, "add --allow-private if you mean it")


def test_a_redirect_to_a_file_is_refused(server: str) -> None:
    url = f"{server}/away/file"
    assert read(url) == refused(
        url,
        "the address 'file:/etc/hosts' is no http(s) URL",
        "give one that begins with http:// or https://",
    )


def test_a_page_over_the_cap_is_refused(server: str) -> None:
    url = f"{server}/large"
    assert read(url) == refused(url, "more than 5,000 bytes", "save the report alone and read that")


@pytest.mark.parametrize("path", ["slow", "drip"])
def test_a_server_that_takes_too_long_is_left(server: str, path: str) -> None:
    url, started = f"{server}/{path}", time.monotonic()
    late = refused(url, "the page did not come in time", "try again, or save the page and read that")
    assert read(url, seconds=0.5) == late
    assert time.monotonic() - started < 4.5


def test_an_answer_that_is_no_page_is_told(server: str) -> None:
    url = f"{server}/none"
    assert read(url) == refused(url, "the server answered 404", "open it in a browser and save the page")
    pdf = read(f"{server}/pdf")
    assert isinstance(pdf, Failure)
    assert pdf.seen == "it is a PDF, not text"


def test_addresses_that_lead_nowhere_are_told() -> None:
    for url, seen, remedy in (
        (
            "http://",
            "the address 'http:' is no http(s) URL",
            "give one that begins with http:// or https://",
        ),
        (
            "http://127.0.0.1:1/x",
            "ConnectError: [Errno 111] Connection refused",
            "check the address and the connection",
        ),
        ("http://wire.example:x/", "InvalidURL: Invalid port: 'x'", "check the address and the connection"),
    ):
        assert read(url) == refused(url, seen, remedy)


def test_a_name_without_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    url = "http://wire.example/x"
    seen = "no address for 'wire.example' ([Errno -2] Name or service not known)"
    assert read(url) == refused(url, seen, "check the name and the connection")
