"""What is said where the page cannot answer, with the way back to where one was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from smartpick.errors import Problem
from smartpick.present.web._safety import MOST_BODY

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import HTMLResponse

    from smartpick.present.web._page import Page

__all__ = ["refused"]

_SAID: Mapping[int, tuple[str, Problem]] = {
    400: (
        "What was sent cannot be read",
        Problem(
            "form",
            "what this browser sent is not a form of this page, or not a whole one",
            "Nothing was changed",
            "Go back, load the page again, and send it once more",
        ),
    ),
    404: (
        "Nothing here",
        Problem("page", "there is no such page", fix="Look at the address, or go on from the list"),
    ),
    405: (
        "This is no page to open",
        Problem(
            "address",
            "it only takes what a button of a page sends",
            "Nothing was changed",
            "Go on from the list, and use the button there",
        ),
    ),
    413: (
        "That is more than can be taken",
        Problem(
            "file or text",
            f"it has more than {MOST_BODY / 1_000_000:g} million bytes, and a profile is a few pages long",
            "Nothing was changed",
            "Look whether it is the right file, or send less at once",
        ),
    ),
    500: (
        "That went wrong on our side",
        Problem("page", "it could not be made", "Nothing was changed", "Go back and try again"),
    ),
}


def refused(page: Page, request: Request, status: int) -> HTMLResponse:
    """Return the page for a status of HTTP; one without words of its own is told as what it is nearest to."""
    title, problem = _SAID[status if status in _SAID else 400 if status < 500 else 500]
    return page.show(request, "problems.html", status, title=title, problems=[problem], back=_before(request))


def _before(request: Request) -> str:
    """Return the page of ours that was looked at before; empty where there is none."""
    where = urlsplit(request.headers.get("referer", ""))
    is_ours = where.netloc == request.headers.get("host", "") and where.path != request.url.path
    return f"{where.path}{f'?{where.query}' if where.query else ''}" if is_ours else ""
