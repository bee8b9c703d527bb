"""Rate limits for anonymous forms: so many in a while from one address, counted in memory, never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import blake2b
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_SECONDS = {"m": 60, "h": 3600, "d": 86400}
View = Callable[..., HttpResponse]


def client_address(request: HttpRequest) -> str:
    """The address of the reader: the connection's, or the one our own proxies wrote down."""
    return address_of(request.META)


def address_of(environ: Mapping[str, Any]) -> str:
    """The address of the reader, of a request that is not in Django yet.

    Of an IPv6 address the first 64 bits: the rest a single machine may change as it likes (RFC 8981).
    """
    forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    hops = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops:
        return _network(forwarded[-hops])
    return _network(environ.get("REMOTE_ADDR", "") or "127.0.0.1")


def _network(address: str) -> str:
    try:
        read = ip_address(address)
    except ValueError:  # a proxy of ours wrote something else, such as the name of a socket
        return address
    if not isinstance(read, IPv6Address):
        return address
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return str(IPv6Network((read, 64), strict=False).network_address)


def keyed(text: str) -> str:
    """A name for a text that tells nobody what it was."""
    return blake2b(text.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()


def hashed_key(key: str, prefix: str, version: int) -> str:
    """How keys of the cache in the database are written: addresses and accounts are never stored as they are."""
    return f"{prefix}:{version}:{keyed(key)}"


def limited(name: str, rate: str) -> Callable[[View], View]:
    """At most ``rate`` (such as ``30/h``) forms sent from one address; then 429 with a page that says so.

    Opening a form does not count: many readers may share an address. Only a keyed hash of it is kept, in
    this process's memory, until the time is over.
    """
    count, _, unit = rate.partition("/")

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            counter = f"limit:{name}:{keyed(client_address(request))}"
            cache = caches["process"]
            cache.add(counter, 0, timeout=_SECONDS[unit])
            try:
                used = cache.incr(counter)
            except ValueError:  # it ran out between the two calls
                used = 1
            if used > int(count):
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate
