"""Fetching a page that the user named: size and time capped, redirects followed by hand, private addresses refused."""

import ipaddress
import socket
import time

from onrecord.records import InputError

HOPS = 5
AGENT = "onrecord (reads a page that its user named)"


def fetch(url: str, limit: int, seconds: float, allow_private: bool) -> tuple[bytes, str]:
    """The bytes of a page and its final URL.

    Every hop connects to the very address that was checked, so that a name cannot change its address in between. Raises
    `InputError`.
    """
    import httpx

    deadline = time.monotonic() + seconds
    target = httpx.URL(url)
    with httpx.Client(timeout=min(seconds, 20.0), follow_redirects=False, trust_env=False) as client:
        for _ in range(HOPS + 1):
            try:
                answer = _hop(client, target, limit, deadline, allow_private, url)
            except httpx.HTTPError as error:
                raise InputError(url, "fetch", f"{type(error).__name__}: {error}", "check the address and the connection") from error
            if isinstance(answer, bytes):
                return answer, str(target)
            target = target.join(answer)
    raise InputError(url, "fetch", f"more than {HOPS} redirects", "give the address that they lead to")


def _hop(client: "httpx.Client", target: "httpx.URL", limit: int, deadline: float, allow_private: bool, name: str) -> bytes | str:  # type: ignore[name-defined]  # noqa: F821  # httpx is imported late
    """One request: the body, or where a redirect points."""
    if target.scheme not in ("http", "https") or not target.host:
        raise InputError(name, "fetch", f"the address {str(target)!r} is no http(s) URL", "give one that begins with http:// or https://")
    address = checked_address(target.host, target.port or (443 if target.scheme == "https" else 80), allow_private, name)
    headers = {"Host": target.netloc.decode("ascii"), "User-Agent": AGENT, "Accept-Encoding": "gzip"}
    with client.stream("GET", target.copy_with(host=address), headers=headers, extensions={"sni_hostname": target.host}) as answer:
        if answer.is_redirect:
            return str(answer.headers["location"])
        if answer.status_code != 200:
            raise InputError(name, "fetch", f"the server answered {answer.status_code}", "open it in a browser and save the page")
        body = bytearray()
        for piece in answer.iter_bytes(65536):
            body += piece
            if len(body) > limit:
                raise InputError(name, "fetch", f"more than {limit:,} bytes", "save the report alone and read that")
            if time.monotonic() > deadline:
                raise InputError(name, "fetch", "the page did not come in time", "try again, or save the page and read that")
        return bytes(body)


def checked_address(host: str, port: int, allow_private: bool, name: str) -> str:
    """The address of a host, public unless ``allow_private``. Raises `InputError`."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise InputError(name, "fetch", f"no address for {host!r} ({error.strerror or error})", "check the name and the connection") from error
    addresses = sorted(map(str, found), key=lambda a: ":" in a)
    for address in addresses:
        if not allow_private and not is_public(address):
            raise InputError(name, "fetch", f"{host!r} is at {address}, which is no public address", "add --allow-private if you mean it")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is reached over the public network."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast
