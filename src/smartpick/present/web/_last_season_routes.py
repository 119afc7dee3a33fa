"""Somebody who applies again: what `smartpick reapply` says, by the same functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import Problem, UserError
from smartpick.explain import ListRequest
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page
from smartpick.present.web._toml import toml_text

__all__ = ["router"]


OUTCOMES = {
    "matched": "I matched",
    "soap": "I got a position in SOAP",
    "unmatched": "I did not match",
    "no_interviews": "I had no interview",
    "withdrew": "I withdrew",
}
"""What came of a season → how the page says it."""
_FIELDS = ("season", "specialties", "applications", "interviews", "outcome")
_LONGEST = 4


def _form(day: date) -> dict[str, Any]:
    """Return what the form begins with."""
    return {"entered": {}, "errors": {}, "problems": (), "outcomes": OUTCOMES, "year": day.year + 1}


def _entry(form: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return an earlier season as the profile has it, and what is wrong with which field."""
    entry: dict[str, Any] = {}
    errors = {}
    for name in ("season", "applications", "interviews"):
        text = form.get(name, "")
        if text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
            entry[name] = int(text)
        elif text or name == "season":
            errors[name] = "Write the year, for example 2026." if name == "season" else "Write a whole number."
    named = [each.strip() for each in form.get("specialties", "").split(",") if each.strip()]
    entry |= {"specialties": named} if named else {}
    entry |= {"outcome": form["outcome"]} if form.get("outcome") in OUTCOMES else {}
    return entry, errors


def _told(problems: Iterable[Problem]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return what is wrong with which field, and what is wrong elsewhere."""
    errors: dict[str, str] = {}
    others: list[Problem] = []
    for each in problems:
        field = next((name for name in _FIELDS if f"earlier_seasons[0].{name}" in each.where), "")
        if field:
            errors[field] = " ".join(filter(None, (f"{each.what[:1].upper()}{each.what[1:]}.", each.fix)))
        else:
            others.append(each)
    return errors, tuple(others)


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.get("/last-season")
    async def last_season(request: Request) -> HTMLResponse:
        ground = await desk.read(desk.ground, desk.kept())
        has_seasons = bool(ground.profile.earlier_seasons)
        return page.show(request, "last_season.html", has_seasons=has_seasons, result=None, **_form(ground.day))

    @routes.post("/last-season")
    async def put_in(request: Request) -> Response:
        form = {key: value.strip() for key, value in (await request.form()).items() if isinstance(value, str)}
        kept = desk.kept()
        ground = await desk.read(desk.ground, kept)
        if not kept.id or ground.profile.earlier_seasons:
            return RedirectResponse("/last-season", 303)
        entry, errors = _entry(form)
        text = toml_text({**desk.tables(kept.text), "earlier_seasons": [entry]})
        problems: tuple[Problem, ...] = ()
        if not errors:
            try:
                await desk.run(desk.profile_of, text, ground.day)
            except UserError as error:
                errors, problems = _told(error.problems)
        if errors or problems:
            context = _form(ground.day) | {"entered": form, "errors": errors, "problems": problems}
            return page.show(request, "last_season.html", 422, has_seasons=False, result=None, **context)
        return page.saved(request, kept, text, "the season before", form.get("state", ""), "/last-season")

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
