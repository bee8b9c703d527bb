"""Trying outside addresses: patient, polite, and only public ones."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

# Answers that say “not for programs” and not “not there”; a person sees the page.
_REFUSES_PROGRAMS = {401, 403, 405, 406, 429, 451, 503, 999}
_AGENT = "Acasa-link-check/1 (+https://publiccode.eu)"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a try found, in a few words an editor understands."""

    works: bool
    words: str


def is_public(host: str) -> bool:
    """Whether a host is on the public internet: an editor must not make the server look inside its network."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError:
        return True  # no such host: the try itself will say so
    return all(ipaddress.ip_address(address.split("%")[0]).is_global for address in found)


def try_address(url: str, *, local: bool = False, attempts: int = 2, seconds: float = 15) -> Evidence:
    """Tries an address, a second time if it fails; ``local`` allows addresses of this machine (for tests)."""
    host = urlsplit(url).hostname or ""
    if not local and not is_public(host):
        return Evidence(False, "an address inside a private network")
    evidence = Evidence(False, "not tried")
    for _attempt in range(attempts):
        evidence = _try_once(url, seconds, local=local)
        if evidence.works:
            break
    return evidence


def _try_once(url: str, seconds: float, *, local: bool) -> Evidence:
    def guard(request: httpx.Request) -> None:
        if not local and not is_public(request.url.host):
            raise httpx.UnsupportedProtocol("redirected into a private network")

    try:
        with (
            httpx.Client(
                follow_redirects=True,
                timeout=seconds,
                headers={"User-Agent": _AGENT},
                event_hooks={"request": [guard]},
            ) as client,
            client.stream("GET", url) as response,
        ):
            status = response.status_code
    except httpx.TimeoutException:
        return Evidence(False, f"no answer within {seconds:.0f} s")
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
        return Evidence(False, f"{type(error).__name__}: {error}"[:200])
    if status < 400 or status in _REFUSES_PROGRAMS:
        return Evidence(True, f"answered {status}")
    return Evidence(False, f"answered {status}")
