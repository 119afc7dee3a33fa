"""Letters: writers side by side, what is missing, which letter goes where, and sheets of facts to hand over."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from smartpick.errors import Problem
from smartpick.present.web._desk import Desk
from smartpick.present.web._form import number_in
from smartpick.present.web._listed import Recent, list_or_why
from smartpick.present.web._page import Page

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.guidance.letters import LetterPlan
    from smartpick.store import Kept

__all__ = ["router"]

_PARTS = {"supervision": "weeks", "specialty": "specialty", "area": "area", "growth": "growth", "title": "title"}
"""Parts of a writer's points, in the order of the command's table."""
_MOST_LETTERS = 60


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    recent: Recent[LetterPlan] = Recent(desk)

    def plan(made: ApplicationList | None, kept: Kept, preferred: tuple[int, ...], *, exams: bool) -> LetterPlan:
        from smartpick.guidance.letters import Target, plan_letters

        def anew() -> LetterPlan:
            ground = desk.ground(kept)
            targets = [
                Target(each.program.program_code_nrmp, each.program.name, each.program.specialty, each.program.state)
                for each in (made.programs if made else ())
            ]
            return plan_letters(
                ground.facts,
                ground.directory,
                ground.profile,
                ground.day,
                targets=targets,
                preferred=preferred,
                with_exams=exams,
            )

        # The same text on the same day gives the same list.
        return recent.get((kept.text, desk.day_for(kept), preferred, exams), anew)

    async def plan_of(request: Request) -> tuple[LetterPlan, str, tuple[int, ...], bool]:
        kept = desk.kept()
        made, why = await list_or_why(desk, kept)
        count = len(desk.tables(kept.text).get("letters", []))
        asked = request.query_params.getlist("prefer")[:_MOST_LETTERS]
        numbers = [number_in(each) for each in asked]
        # An address of before, when there were more letters, still leads somewhere.
        preferred = tuple(dict.fromkeys(number for number in numbers if 1 <= number <= count))
        with_exams = request.query_params.get("with_exams") == "yes"
        found = await desk.read(plan, made, kept, preferred, exams=with_exams)
        return found, why, preferred, with_exams

    @routes.get("/letters")
    async def letters(request: Request) -> HTMLResponse:
        from smartpick.present._letters_text import _held

        found, why, preferred, with_exams = await plan_of(request)
        writers = sorted(found.writers, key=lambda each: (-each.points, each.number))
        return page.show(
            request,
            "letters_parts.html" if page.is_fragment(request) else "letters.html",
            plan=found,
            why_no_list=why,
            preferred=preferred,
            with_exams=with_exams,
            writers=[(each, {part.key: part for part in each.parts}) for each in writers],
            parts=_PARTS,
            held_text=_held,
        )

    @routes.get("/letters/sheet-{number}.txt")
    async def sheet(request: Request, number: str) -> Response:
        from smartpick.present._letters_text import show_sheet

        found, _, _, _ = await plan_of(request)
        wanted = next((each for each in found.sheets if str(each.number) == number), None)
        if wanted is None:
            problem = Problem("letter", "there is no sheet for this letter", fix="Go back to your letters")
            return page.show(request, "problems.html", 404, title="No such sheet", problems=[problem])
        out = io.StringIO()
        show_sheet(wanted, out)
        headers = {"content-disposition": f'attachment; filename="facts-for-letter-{wanted.number}.txt"'}
        return Response(out.getvalue().encode(), media_type="text/plain; charset=utf-8", headers=headers)

    return routes
