"""Fetching a page that the user named: size and time capped, redirects followed by hand, private addresses refused."""

import ipaddress
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.records import InputError

if TYPE_CHECKING:
    import httpx

HOPS = 5
AGENT = "onrecord (reads a page that its user named)"
SLOWEST = 20.0  # seconds without a byte
Fetched = tuple[bytes, str, str | None]


def fetch(url: str, limit: int, seconds: float, allow_private: bool) -> Fetched:
    """The bytes of a page, its final URL and the character set that its server declares. Raises `InputError`."""
    visit = Visit(url, limit, time.monotonic() + seconds, allow_private)
    result: list[Fetched | Exception] = []
    # In a thread, since neither a slow name server nor a server that drips its headers can be timed from here.
    thread = threading.Thread(target=lambda: result.append(visit.outcome()), daemon=True)
    thread.start()
    thread.join(seconds)
    if not result:
        raise visit.error("the page did not come in time", "try again, or save the page and read that")
    if isinstance(result[0], Exception):
        raise result[0]
    return result[0]


@dataclass(frozen=True, slots=True)
class Visit:
    """One address to fetch, under which limits."""

    url: str
    limit: int
    deadline: float
    allow_private: bool

    def error(self, seen: str, remedy: str) -> InputError:
        """What ends the visit, told of the address that the user named."""
        return InputError(self.url, "fetch", seen, remedy)

    def outcome(self) -> Fetched | Exception:
        """What came, or what went wrong."""
        import httpx

        try:
            return self.follow()
        except httpx.TimeoutException:
            return self.error("the page did not come in time", "try again, or save the page and read that")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return self.error(f"{type(error).__name__}: {error}", "check the address and the connection")
        except Exception as error:  # raised again in the thread that waits
            return error

    def follow(self) -> Fetched:
        """Go where the redirects lead. Raises `InputError`, httpx errors."""
        import httpx

        target = httpx.URL(self.url)
        patience = min(max(0.01, self.deadline - time.monotonic()), SLOWEST)
        with httpx.Client(timeout=patience, follow_redirects=False, trust_env=False) as client:
            for _ in range(HOPS + 1):
                answer = self.hop(client, target)
                if isinstance(answer, tuple):
                    return answer
                target = target.join(answer)
        raise self.error(f"more than {HOPS} redirects", "give the address that they lead to")

    def hop(self, client: "httpx.Client", target: "httpx.URL") -> Fetched | str:
        """One request: what came, or where a redirect points. It goes to the very address that was checked."""
        if target.scheme not in ("http", "https") or not target.host:
            raise self.error(
                f"the address {str(target)!r} is no http(s) URL", "give one that begins with http:// or https://"
            )
        host = target.raw_host.decode("ascii").strip("[]")
        address = self.checked_address(host, target.port or (443 if target.scheme == "https" else 80))
        headers = {"Host": target.netloc.decode("ascii"), "User-Agent": AGENT, "Accept-Encoding": "gzip"}
        with client.stream(
            "GET", target.copy_with(host=address), headers=headers, extensions={"sni_hostname": host}
        ) as answer:
            if answer.has_redirect_location:
                return str(answer.headers["location"])
            if answer.status_code != 200:
                raise self.error(f"the server answered {answer.status_code}", "open it in a browser and save the page")
            return self.body(answer), str(target), answer.charset_encoding

    def body(self, answer: "httpx.Response") -> bytes:
        """The body of an answer, as long as it is neither too large nor too late. Raises `InputError`."""
        found = bytearray()
        for piece in answer.iter_bytes(65536):
            found += piece
            if len(found) > self.limit:
                raise self.error(f"more than {self.limit:,} bytes", "save the report alone and read that")
            if time.monotonic() > self.deadline:
                raise self.error("the page did not come in time", "try again, or save the page and read that")
        return bytes(found)

    def checked_address(self, host: str, port: int) -> str:
        """The address of a host, public unless private ones are allowed. Raises `InputError`."""
        try:
            found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError) as error:
            raise self.error(f"no address for {host!r} ({error})", "check the name and the connection") from error
        addresses = sorted(found, key=lambda address: ":" in address)
        for address in addresses:
            if not self.allow_private and not is_public(address):
                raise self.error(
                    f"{host!r} is at {address}, which is no public address", "add --allow-private if you mean it"
                )
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is reached over the public network."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return mapped.is_global and not mapped.is_multicast
