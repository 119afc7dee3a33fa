"""Planned days that have passed: asked on every page until she says what came of them, and answered in one form."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import UserError
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page, own_address
from smartpick.present.web._toml import toml_text
from smartpick.profile.passed import with_answer

__all__ = ["router"]

_SCORES = range(1, 1000)


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.post("/passed")
    async def answer(request: Request) -> Response:
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        kept = desk.kept()
        back = own_address(form.get("back", "/now"))
        asked = next((each for each in desk.passed(kept) if each.key == form.get("at")), None)
        if not kept.id or asked is None:
            return RedirectResponse(back, 303)

        def again(errors: dict[str, str], problems: tuple[Any, ...] = ()) -> HTMLResponse:
            return page.show(
                request,
                "passed.html",
                422,
                asked=asked,
                entered=form,
                errors=errors,
                problems=problems,
                back=back,
                passed=(),
            )

        errors: dict[str, str] = {}
        day, score = None, None
        if text := form.get("day", "").strip():
            try:
                day = date.fromisoformat(text)
            except ValueError:
                errors["day"] = "This is no day. Write it as year-month-day, such as 2026-12-15."
        if text := form.get("score", "").strip():
            score = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
            if score not in _SCORES:
                errors["score"] = "Write the number on your report, for example 240, or leave it empty."
        if errors:
            return again(errors)
        try:
            text = toml_text(with_answer(desk.tables(kept.text), asked, form.get("answer", ""), day, score))
            await desk.run(desk.profile_of, text, desk.day_for(kept))
        except UserError as error:
            fields = {each.where: each for each in error.problems if each.where in {"answer", "day"}}
            told = {name: f"{each.what.capitalize()}. {each.fix}." for name, each in fields.items()}
            return again(told, tuple(each for each in error.problems if each.where not in fields))
        return page.saved(request, kept, text, f"answered: {asked.says}", form.get("state", ""), back)

    return routes
