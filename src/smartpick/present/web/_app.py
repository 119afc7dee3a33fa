"""The application: the guard in front, the routes behind it, static files and compression between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from smartpick.errors import UserError
from smartpick.present.web import (
    _export_routes,
    _help_routes,
    _interview_routes,
    _last_season_routes,
    _letters_routes,
    _list_routes,
    _now_routes,
    _pair_routes,
    _passed_routes,
    _prepare_routes,
    _profile_routes,
    _program_routes,
    _rank_routes,
    _season_routes,
    _text_routes,
    _ties_routes,
    _work,
)
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page
from smartpick.present.web._prepare_view import Readings
from smartpick.present.web._refused import refused
from smartpick.present.web._safety import Guard, Receive, Scope, Send, TooLarge
from smartpick.store import Stale, Store

__all__ = ["create_app"]

_ROOMS = (
    _list_routes,
    _profile_routes,
    _passed_routes,
    _program_routes,
    _rank_routes,
    _pair_routes,
    _last_season_routes,
    _help_routes,
    _letters_routes,
    _text_routes,
    _ties_routes,
    _interview_routes,
    _work,
)
_READING_ROOMS = (_now_routes, _prepare_routes, _season_routes)
"""Rooms that share what was read of a profile: one makes the plan, and the others have it."""
_TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def create_app(
    store: Store,
    hosts: frozenset[str],
    token: str,
    *,
    today: Callable[[], date] = date.today,
    is_incognito: bool = False,
) -> Guard:
    """Return the application, as ASGI, without a socket.

    Parameters
    ----------
    store
        The user's file.
    hosts
        Values of ``Host`` that are ours.
    token
        Secret that the opened address carries.
    today
        Returns the day that answers are for.
    is_incognito
        Whether digits are hidden.
    """
    desk = Desk(store, today, is_incognito=is_incognito)
    page = Page(desk)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for routes in _ROOMS:
        app.include_router(routes.router(desk, page))
    readings = Readings(desk)
    for routes in _READING_ROOMS:
        app.include_router(routes.router(desk, page, readings))
    app.include_router(_export_routes.router(desk))
    app.get("/static/{name:path}")(_static)
    app.get("/alive")(_alive)

    async def user_error(request: Request, error: Exception) -> HTMLResponse:
        problems = error.problems if isinstance(error, UserError) else ()
        return page.show(request, "problems.html", 422, title="This cannot be done as asked", problems=problems)

    async def http_error(request: Request, error: Exception) -> HTMLResponse:
        return refused(page, request, error.status_code if isinstance(error, HTTPException) else 500)

    async def stale(request: Request, error: Exception) -> HTMLResponse:
        del error
        return page.stale(request, await request.form())

    async def too_large(request: Request, error: Exception) -> Response:
        del error
        return refused(page, request, 413)

    async def answer_too_large(scope: Scope, receive: Receive, send: Send) -> None:
        await refused(page, Request(scope), 413)(scope, receive, send)

    app.add_exception_handler(UserError, user_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Stale, stale)
    app.add_exception_handler(TooLarge, too_large)
    app.add_exception_handler(Exception, http_error)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=4)
    guard = Guard(app, hosts, token, answer_too_large)
    guard.desk = desk
    return guard


async def _static(name: str) -> Response:
    folder = files("smartpick.present.web").joinpath("static")
    parts = name.split("/")
    suffix = f".{name.rpartition('.')[2]}"
    if suffix not in _TYPES or any(part in {"", ".", ".."} or "\\" in part for part in parts):
        return PlainTextResponse("There is no such file.", 404)
    found = folder.joinpath(*parts)
    if not found.is_file():
        return PlainTextResponse("There is no such file.", 404)
    return Response(found.read_bytes(), media_type=_TYPES[suffix], headers={"cache-control": "private, max-age=3600"})


async def _alive() -> Response:
    return PlainTextResponse("yes")
