"""Help: what each number means, by one line of one's own list, and the field's words in plain English."""

from __future__ import annotations

import contextlib
import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from smartpick.errors import UserError
from smartpick.present._words import todo_of
from smartpick.present.web._ask import ask_of
from smartpick.present.web._desk import Desk
from smartpick.present.web._list_view import answer_for
from smartpick.present.web._page import Page
from smartpick.uncertainty import EVEN
from smartpick.vocabulary import Stage

__all__ = ["router", "terms"]


_ASKED = {"invited", "scheduled", "interviewed", "ranked"}


@functools.cache
def terms() -> tuple[dict[str, str], ...]:
    """Return the field's words, in the order of the alphabet, each with an anchor."""
    text = files("smartpick.present.web").joinpath("glossary.toml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["term"]
    named = [each | {"anchor": "-".join(each["name"].lower().split())} for each in found]
    return tuple(sorted(named, key=lambda each: each["name"].lower()))


def _invited(tables: Mapping[str, Any]) -> set[str]:
    """Return the programs of a log that asked her to an interview."""
    return {each["program_code_nrmp"] for each in tables.get("season_log", ()) if each["event"] in _ASKED}


def _has_passed(tables: Mapping[str, Any]) -> bool:
    """Tell whether Step 2 CK or Level 2-CE is passed: it cannot be taken again for a better score."""
    exams = tables.get("exams", {})
    taken = [each for name in ("step2_ck", "comlex2") for each in exams.get(name, ())]
    return any(each.get("result") == "pass" for each in taken)


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.get("/help")
    async def numbers(request: Request) -> HTMLResponse:
        kept = desk.kept()
        example: dict[str, Any] = await desk.run(lambda: desk.example.data)
        data, is_own = example, False
        if kept.id:
            # Where no list can be made the list page tells why; what numbers mean is told by the example.
            with contextlib.suppress(UserError):
                data, is_own = (await desk.run(answer_for, desk, kept, ask_of([]))).data, True
        invited = _invited(desk.tables(kept.text)) if is_own else set()
        # What is settled is no chance any more: another line explains it better, where there is one.
        open_ones = [each for each in data["programs"] if each["program_code_nrmp"] not in invited]
        row = max(open_ones or data["programs"], key=lambda each: each["p_interview"]["mean"])
        mean = data["summary"]["p_match"]["mean"]
        return page.show(
            request,
            "help.html",
            data=data,
            row=row,
            is_own=is_own,
            invited=invited,
            is_low=mean < EVEN,
            without=max(0.0, mean - row["marginal_gain"]),
            todo=todo_of(Stage(data["stage"])),
            is_exam_ahead=not _has_passed(desk.tables(kept.text)),
        )

    @routes.get("/help/glossary")
    async def glossary(request: Request) -> HTMLResponse:
        return page.show(request, "glossary.html", terms=terms())

    return routes
