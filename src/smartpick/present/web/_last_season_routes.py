"""Somebody who applies again: what `smartpick reapply` says, by the same functions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from smartpick.errors import UserError
from smartpick.explain import ListRequest
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page

__all__ = ["router"]


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.get("/last-season")
    async def last_season(request: Request) -> HTMLResponse:
        ground = await desk.read(desk.ground, desk.kept())
        has_seasons = bool(ground.profile.earlier_seasons)
        return page.show(request, "last_season.html", has_seasons=has_seasons, result=None)

    @routes.get("/last-season/compared")
    async def compared(request: Request) -> HTMLResponse:
        from smartpick.explain.season import reapplication
        from smartpick.present._season_json import reapply_json

        ground = await desk.read(desk.ground, desk.kept())
        is_part = page.is_fragment(request)
        name = "last_season_compared.html" if is_part else "last_season.html"
        asked = ListRequest(today=ground.day)
        try:
            made = await desk.run(reapplication, desk.facts, desk.directory, ground.profile, asked)
        except UserError as error:
            result: dict[str, Any] = {"problems": error.problems}
            return page.show(request, name, 200 if is_part else 422, has_seasons=True, result=result)
        result = {"data": await desk.read(reapply_json, desk.facts, made), "problems": ()}
        return page.show(request, name, has_seasons=True, result=result)

    return routes
