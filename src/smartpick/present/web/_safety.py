"""Who may talk to the page: this machine's browser, with the token of this start, from the page itself.

* The ``Host`` has to be ours: a name that somebody points at 127.0.0.1 (DNS rebinding) gets nothing.
* A change needs an ``Origin`` that is ours: another page cannot post here.
* The address that is opened carries a token once; a cookie (HttpOnly, SameSite=Strict) carries it from then on.
* The Content-Security-Policy lets no inline script or style and nothing from outside run; nothing may frame the page.
* A body is read up to a limit.
"""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

__all__ = ["COOKIE", "MOST_BODY", "Guard", "Receive", "Scope", "Send", "TooLarge"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "smartpick"
MOST_BODY = 1_200_000
"""A profile may have a million bytes; the rest is what a form puts around it."""
_MOST_PASSED_OVER = 64_000_000
"""Bytes of a body that is refused that are read and thrown away, so that the answer is seen."""

_HEADERS = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
            b" connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # With `no-referrer` a browser would post with the origin "null".
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_READING = frozenset({"GET", "HEAD"})


class Guard:
    """Stands before the application.

    Parameters
    ----------
    hosts
        Values of ``Host`` that are ours, as ``127.0.0.1:8027``.
    token
        Secret of this start.
    too_large
        Answers a request whose body is announced to be too large.
    """

    def __init__(self, app: App, hosts: frozenset[str], token: str, too_large: App) -> None:
        self.app, self.hosts, self.token, self.too_large = app, hosts, token, too_large
        self.desk: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refusal(scope, headers)
        if refused:
            await _say(send, 403, refused)
            return
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in pairs if name == "token"), None)
        if given is not None and scope["method"] in _READING:
            if not self._is_token(given):
                await _say(send, 403, "This address is of an earlier start. Open the one that the terminal shows.")
                return
            rest = urlencode([(name, value) for name, value in pairs if name != "token"])
            cookie = f"{self._cookie(headers)}={self.token}; Path=/; HttpOnly; SameSite=Strict"
            where = scope["path"] + (f"?{rest}" if rest else "")
            await _say(send, 303, "", ((b"location", _latin(where)), (b"set-cookie", cookie.encode())))
            return
        if not self._is_token(_cookies(headers.get("cookie", "")).get(self._cookie(headers), "")):
            await _say(send, 403, "Open the address that the terminal shows: it lets this browser in.")
            return
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BODY:
            # A browser that is cut off while it sends shows an error of its own instead of the answer.
            await _passed_over(receive)
            await self.too_large(scope, receive, _with_headers(send))
            return
        with self.desk.one_profile() if scope["method"] in _READING else contextlib.nullcontext():
            await self.app(scope, _bounded(receive), _with_headers(send))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> str:
        if headers.get("host", "") not in self.hosts:
            return "This page answers to its own address on this machine only."
        if scope["method"] not in _READING and headers.get("origin") not in {f"http://{host}" for host in self.hosts}:
            return "This change did not come from the page itself, so nothing was changed."
        return ""

    def _cookie(self, headers: dict[str, str]) -> str:
        # Cookies do not tell ports apart: two pages at once would throw each other out.
        return f"{COOKIE}-{headers['host'].rpartition(':')[2]}"

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def _latin(text: str) -> bytes:
    # A path of two slashes would lead to another machine.
    return ("/" + text.lstrip("/\\")).encode("ascii", "replace")


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value for name, _, value in pairs}


class TooLarge(Exception):  # noqa: N818 -- tells what the body is
    """A body that was announced smaller than it is."""


async def _passed_over(receive: Receive) -> None:
    seen, more = 0, True
    while more and seen < _MOST_PASSED_OVER:
        message = await receive()
        seen += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)


def _bounded(receive: Receive) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BODY:
            raise TooLarge
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_HEADERS]
            names = {name for name, _ in message["headers"]}
            if b"cache-control" not in names:
                message["headers"].append((b"cache-control", b"no-store"))
        await send(message)

    return sending


async def _say(send: Send, status: int, text: str, extra: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *_HEADERS, *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
