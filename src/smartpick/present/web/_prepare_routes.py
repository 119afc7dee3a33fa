"""Pages that prepare an application: the record as a reader sees it, routes, the plan, the questions that are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from smartpick.errors import UserError
from smartpick.present._words import stage_text
from smartpick.present.web import _draw, _packet_routes
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page
from smartpick.present.web._plan_view import CONFIDENCES, plan_ask_of, plan_context
from smartpick.present.web._prepare_view import Readings, by_topic, own_benchmarks, route_groups
from smartpick.vocabulary import EXAMS, Stage

__all__ = ["router"]

SEVERITIES = {
    "serious": ("!!", "serious"),
    "concern": ("!", "a concern"),
    "watch": ("~", "worth knowing"),
    "unknown": ("?", "unknown"),
    "note": ("", ""),
    "strength": ("+", "speaks for you"),
}
"""Mark and words of a finding, as in the command's text."""
_LEAST_POINTS = 3
_LEAD = re.compile(r"(.{12,}?[.:])\s(?=[A-Z0-9“])(.+)", re.DOTALL)


def router(desk: Desk, page: Page, readings: Readings) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    routes.include_router(_packet_routes.router(desk, page, readings))
    page.environment.filters |= {"said_day": said_day, "lead": lead, "sentence": _sentence, "factor": _factor}
    page.environment.filters |= {"pieces": pieces, "short_day": _short_day, "place_bar": _draw.place_bar}
    page.environment.globals |= {"severities": SEVERITIES, "confidences": CONFIDENCES, "exam_names": EXAMS}

    @routes.get("/record")
    async def record(request: Request) -> HTMLResponse:
        asked = request.query_params.multi_items()
        context = await desk.read(_record_context, readings, asked)
        return page.show(request, "record.html", 422 if context["errors"] else 200, **context)

    @routes.get("/routes")
    async def routes_page(request: Request) -> HTMLResponse:
        data = await desk.read(readings.record, desk.kept())
        elsewhere = [each["where_to_go"] for each in desk.facts.specialties() if each["where_to_go"]]
        return page.show(request, "routes.html", data=data, groups=route_groups(data["findings"]), elsewhere=elsewhere)

    @routes.get("/plan")
    async def plan(request: Request) -> HTMLResponse:
        ask = plan_ask_of(request.query_params.multi_items())

        def context() -> dict[str, Any]:
            from smartpick.facts import season_calendar

            kept = desk.kept()
            data = readings.plan(kept)
            calendar = season_calendar(desk.facts, data["season"])
            shown = plan_context(data, readings.plan_made(kept), calendar, readings.ground(kept).profile, ask)
            return shown | {"has_scores": readings.has_scores(kept), "stage_text": stage_text(Stage(data["stage"]))}

        return page.show(request, "plan.html", **await desk.read(context))

    @routes.get("/plan/scores")
    async def scores(request: Request) -> HTMLResponse:
        return page.show(request, "plan_scores.html", rows=await desk.run(readings.scores, desk.kept()))

    @routes.get("/plan.ics")
    async def calendar() -> Response:
        def made() -> bytes:
            from smartpick.present._ics import calendar_bytes

            return calendar_bytes(readings.plan_made(desk.kept(), is_public=True))

        headers = {"content-disposition": 'attachment; filename="smartpick-plan.ics"'}
        return Response(await desk.read(made), media_type="text/calendar", headers=headers)

    @routes.get("/questions")
    async def questions(request: Request) -> HTMLResponse:
        from smartpick.guidance import QUESTIONS

        kept = desk.kept()
        await desk.read(readings.ground, kept)
        found = await desk.read(readings.answers, kept) if readings.has_figures(kept) else None
        is_hers = _failed_first(desk.tables(kept.text))
        questions = dict(sorted(QUESTIONS.items(), key=lambda each: each[0] == "failed_step1" and not is_hers))
        return page.show(request, "questions.html", questions=questions, answers=_hers_first(found), problems=[])

    @routes.get("/questions/answers")
    async def answers(request: Request) -> HTMLResponse:
        try:
            found = await desk.run(readings.answers, desk.kept())
        except UserError as error:
            return page.show(request, "answers_page.html", answers=None, problems=error.problems)
        return page.show(request, "answers_page.html", answers=_hers_first(found), problems=[])

    return routes


def _failed_first(tables: Mapping[str, Any]) -> bool:
    """Tell whether a profile has a failed Step 1 or Level 1, of which the first question is."""
    exams = tables.get("exams", {})
    return any(each.get("result") == "fail" for name in ("step1", "comlex1") for each in exams.get(name, ()))


def _hers_first(answers: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]] | None:
    """Return the answers, those that do not concern her last."""
    return None if answers is None else sorted(answers, key=lambda each: bool(each["verdict"] == "does not apply"))


def _record_context(readings: Readings, asked: Sequence[tuple[str, str]]) -> dict[str, Any]:
    from smartpick.present._assess_text import share_text

    kept = readings.desk.kept()
    ours = readings.record(kept)["benchmarks"]
    own, errors = own_benchmarks(asked, ours)
    data, made = readings.record(kept, own), readings.assessment(kept, own)
    shares = [share_text(each) for each in made.results]
    offsets = data["offsets"]
    doubts = [each for key in data["doubts"] for each in data["findings"] if each["key"] == key]
    return {
        "data": data,
        "stage_text": stage_text(made.stage),
        "doubts": list({id(each): each for each in doubts}.values()),
        "filters": [each.text.split(";")[0] for each in made.filters],
        "replies": [each for row in data["concerns"] for each in row["evidence"]],
        "results": [(each, share) for each, share in zip(data["results"], shares, strict=True)],
        "can_change": [each for each in offsets if each["can_change"]],
        "fixed": [each for each in offsets if not each["can_change"]],
        "topics": by_topic(data["findings"]),
        "ours": ours,
        "rows": {key: readings.desk.facts.row(each["fact"]) for key, each in ours.items()},
        "own": own,
        "entered": {name.removeprefix("own."): text[:12] for name, text in asked if name.startswith("own.")},
        "errors": errors,
    }


def said_day(day: str | date | None) -> str:
    """Return a day as it is read; empty without one.

    Examples
    --------
    >>> said_day("2026-09-03")
    '3 September 2026'
    """
    if not day:
        return ""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.day} {found:%B %Y}"


def _short_day(day: str) -> str:
    """Return a day without its year, as the command writes it in a table."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b}"


def lead(text: str) -> tuple[str, str]:
    """Return the first sentence of a text, and the rest; a text of one sentence has no rest.

    Examples
    --------
    >>> lead("Most depends on it. Go on.")
    ('Most depends on it.', 'Go on.')
    >>> lead("One only.")
    ('One only.', '')
    """
    found = _LEAD.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def pieces(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return a text as paragraphs, each with the points that one of its sentences lists after a colon.

    Examples
    --------
    >>> pieces("Seen: one; two (a, b); three. And more.")
    [('Seen:', ('one', 'two (a, b)', 'three')), ('And more.', ())]
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    plain: list[str] = []
    for sentence in re.split(r"(?<=[.])\s+(?=[A-Z“])", text):
        first, *others = sentence.split("; ")
        head, colon, point = first.rpartition(": ")
        points = [point, *others]
        is_list = colon and len(points) >= _LEAST_POINTS
        if is_list and all(each.count("(") == each.count(")") for each in points):
            points[-1] = points[-1].removesuffix(".")
            found.append((" ".join([*plain, f"{head}:"]), tuple(points)))
            plain = []
        else:
            plain.append(sentence)
    return [*found, (" ".join(plain), ())] if plain else found


def _sentence(text: str) -> str:
    """Return the first sentence alone, as the command says a doubt."""
    return f"{text.split('. ', maxsplit=1)[0].rstrip('.')}."


def _factor(figure: dict[str, float]) -> str:
    """Return a factor on odds with its interval."""
    return f"× {figure['mean']:.2f} ({figure['low']:.2f} to {figure['high']:.2f})"
